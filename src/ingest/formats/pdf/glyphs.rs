//! The characters of a PDF's pages, each with its position.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};

/// Units of a font's design in one em.
const EM: f64 = 1000.0;

/// A character or ligature with its position on a page; lengths in points, y grows upwards.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// The character; empty if the PDF does not say which it is.
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    /// The height of one em.
    pub(super) size: f64,
}

/// The content of a page, in the order in which it is drawn.
#[derive(Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) has_image: bool,
    /// The number of characters that run upwards, downwards or aslant: stamps and margins.
    pub(super) n_aslant: usize,
}

/// Why reading stopped.
pub(super) enum Stop {
    /// The caller no longer waits for the result.
    Cancelled,
    /// More characters than allowed.
    TooMuch,
}

/// Reads all pages.
///
/// To stop inside a page, it unwinds with [`Stop`] as the payload: the interpreter has no other way to stop.
pub(super) fn pages(pdf: &Pdf, cancelled: &AtomicBool, max_n_chars: usize) -> Vec<Page> {
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    let cache = InterpreterCache::new();
    let mut n_left = max_n_chars;
    let mut read = Vec::with_capacity(pdf.pages().len());
    for page in pdf.pages().iter() {
        // Rotated pages are turned upright first.
        let upright = page.initial_transform(false).to_kurbo();
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(upright, bounds, &cache, pdf.xref(), settings.clone());
        let mut reader = Reader { page: Page::default(), cancelled, n_left };
        interpret_page(page, &mut context, &mut reader);
        n_left = reader.n_left;
        read.push(reader.page);
    }
    read
}

struct Reader<'c> {
    page: Page,
    cancelled: &'c AtomicBool,
    n_left: usize,
}

impl Reader<'_> {
    fn go_on(&self) {
        if self.cancelled.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Stop::Cancelled));
        }
        if self.n_left == 0 {
            resume_unwind(Box::new(Stop::TooMuch));
        }
    }

    fn push(&mut self, text: String, advance: f64, transform: Affine) {
        let from = transform * Point::ZERO;
        let to = transform * Point::new(advance * EM, 0.0);
        let up = transform * Point::new(0.0, EM);
        let size = (up - from).hypot();
        if ![from.x, from.y, to.x, to.y, size].iter().all(|length| length.is_finite()) || !(size > 0.0) {
            return;
        }
        let along = to - from;
        if along.y.abs() > 0.1 * along.x.abs() || along.x < 0.0 || up.y < from.y {
            self.page.n_aslant += usize::from(!text.trim().is_empty());
            return;
        }
        self.page.glyphs.push(Glyph { text, x0: from.x, x1: to.x, y: from.y, size });
    }
}

impl<'a> Device<'a> for Reader<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.go_on();
        for glyph in run.glyphs() {
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            let advance = match &**glyph {
                FontGlyph::Outline(outline) => outline.advance_width(),
                FontGlyph::Type3(drawn) => drawn.advance_width(),
            };
            self.n_left = self.n_left.saturating_sub(text.chars().count().max(1));
            let advance = advance.map_or(0.5, |width| f64::from(width) / EM);
            self.push(text, advance, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.go_on();
        self.page.has_image = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.go_on();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
