//! The known sentences: eight meanings, each in several languages.
//!
//! They were written for this check. A model that knows a language puts a sentence nearer to its English counterpart than
//! to the other seven sentences.

/// A language, and the eight meanings in it, always in the same order.
pub(super) struct Known {
    pub(super) language: &'static str,
    pub(super) sentences: [&'static str; 8],
}

pub(super) const KNOWN: [Known; 6] = [
    Known {
        language: "English",
        sentences: [
            "I was afraid of that patient for years.",
            "Nobody on the ward has time to eat lunch.",
            "In the group I learned to listen before I speak.",
            "My daughter asked why I never come home early.",
            "The new computer program loses our notes.",
            "We laughed together after the funeral.",
            "Students copy what their teacher does at night.",
            "The money was not enough to pay the nurses.",
        ],
    },
    Known {
        language: "German",
        sentences: [
            "Vor dieser Patientin hatte ich jahrelang Angst.",
            "Auf der Station hat niemand Zeit, zu Mittag zu essen.",
            "In der Gruppe habe ich gelernt zuzuhören, bevor ich rede.",
            "Meine Tochter fragte, warum ich nie früh nach Hause komme.",
            "Das neue Computerprogramm verliert unsere Notizen.",
            "Nach der Beerdigung haben wir zusammen gelacht.",
            "Studierende machen nach, was ihr Lehrer in der Nacht tut.",
            "Das Geld reichte nicht, um die Pflegekräfte zu bezahlen.",
        ],
    },
    Known {
        language: "French",
        sentences: [
            "J'ai eu peur de ce patient pendant des années.",
            "Dans le service, personne n'a le temps de déjeuner.",
            "Dans le groupe, j'ai appris à écouter avant de parler.",
            "Ma fille m'a demandé pourquoi je ne rentre jamais tôt.",
            "Le nouveau logiciel perd nos notes.",
            "Après l'enterrement, nous avons ri ensemble.",
            "Les étudiants imitent ce que fait leur professeur la nuit.",
            "L'argent ne suffisait pas pour payer les infirmières.",
        ],
    },
    Known {
        language: "Spanish",
        sentences: [
            "Durante años le tuve miedo a ese paciente.",
            "En la planta nadie tiene tiempo para almorzar.",
            "En el grupo aprendí a escuchar antes de hablar.",
            "Mi hija me preguntó por qué nunca llego temprano a casa.",
            "El nuevo programa informático pierde nuestras notas.",
            "Después del entierro nos reímos juntos.",
            "Los estudiantes imitan lo que su profesor hace de noche.",
            "El dinero no alcanzaba para pagar a las enfermeras.",
        ],
    },
    Known {
        language: "Persian",
        sentences: [
            "سال‌ها از آن بیمار می‌ترسیدم.",
            "در بخش هیچ‌کس وقت ناهار خوردن ندارد.",
            "در گروه یاد گرفتم پیش از حرف زدن گوش کنم.",
            "دخترم پرسید چرا هیچ‌وقت زود به خانه نمی‌آیم.",
            "برنامه‌ی کامپیوتری جدید یادداشت‌های ما را گم می‌کند.",
            "بعد از خاکسپاری با هم خندیدیم.",
            "دانشجویان کاری را که استادشان شب‌ها می‌کند تقلید می‌کنند.",
            "پول برای پرداخت حقوق پرستاران کافی نبود.",
        ],
    },
    Known {
        language: "Chinese",
        sentences: [
            "我害怕那个病人很多年了。",
            "病房里没有人有时间吃午饭。",
            "在小组里我学会了先听再说。",
            "我女儿问我为什么从来不早回家。",
            "新的电脑程序会丢失我们的记录。",
            "葬礼之后我们一起笑了。",
            "学生会模仿老师夜里做的事。",
            "钱不够付护士的工资。",
        ],
    },
];

/// Returns all of them, language by language.
pub(super) fn all() -> Vec<&'static str> {
    KNOWN.iter().flat_map(|known| known.sentences).collect()
}
