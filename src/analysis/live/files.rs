//! The texts of a workspace that is being edited, in the order of their names, each cut into pieces that are read by
//! themselves.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::analysis::allow::{Comment, comments};
use crate::source::{Source, SourceId, Span};
use crate::syntax::pieces::Pieces;
use crate::syntax::token::tokens;
use crate::syntax::{Parsed, ast};

use super::Change;
use super::piece::Piece;

/// Which file of a workspace: it stays the same when others come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A file.
#[derive(Debug)]
pub(super) struct File {
    pub id: FileId,
    pub source: Source,
    /// Which of all pieces are its.
    pub pieces: Range<usize>,
    /// Its comments that are allows.
    pub comments: Vec<Comment>,
    /// Made when somebody asks.
    pub parsed: OnceLock<Arc<Parsed>>,
}

/// The files, each with the number of its place, and the pieces of them all in order.
///
/// Each piece is a source of its own, with a number that none had before and a text that never changes: places in its
/// tree stay right when the text around it changes, and a number stands for a tree.
#[derive(Debug, Default)]
pub(super) struct Files {
    all: Vec<File>,
    pub pieces: Vec<Piece>,
    /// The texts of the pieces.
    pub sources: Vec<Source>,
    /// The trees of the pieces, with one item or none in each.
    pub trees: Vec<ast::File>,
    next_file: u32,
    next_piece: u32,
}

impl Files {
    pub fn all(&self) -> &[File] {
        &self.all
    }

    pub fn find(&self, name: &str) -> Option<FileId> {
        self.search(name).ok().map(|place| self.all[place].id)
    }

    pub fn place(&self, id: FileId) -> Option<usize> {
        self.all.iter().position(|file| file.id == id)
    }

    pub fn get(&self, id: FileId) -> Option<&File> {
        self.place(id).map(|place| &self.all[place])
    }

    pub fn put(&mut self, name: String, text: String) {
        match self.search(&name) {
            Ok(place) => self.write(place, &text),
            Err(place) => {
                let id = FileId(self.next_file);
                self.next_file += 1;
                let source = Source::new(SourceId(place as u32), name, text);
                let start = self.all.get(place).map_or(self.pieces.len(), |file| file.pieces.start);
                let pieces = start..start;
                self.all.insert(
                    place,
                    File { id, source, pieces, comments: Vec::new(), parsed: OnceLock::new() },
                );
                self.number_from(place + 1);
                self.cut(place);
            }
        }
    }

    pub fn remove(&mut self, id: FileId) {
        if let Some(place) = self.place(id) {
            let gone = self.all.remove(place).pieces;
            self.replace_pieces(gone.clone(), Vec::new());
            self.move_behind(place, gone.len(), 0);
            self.number_from(place);
        }
    }

    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(place) = self.place(id) {
            self.write(place, &text);
        }
    }

    pub fn edit(&mut self, id: FileId, change: &Change) {
        let Some(place) = self.place(id) else { return };
        let text = self.all[place].source.text();
        let bytes = change.range.start as usize..change.range.end as usize;
        let end = match bytes.is_empty() {
            true => text.floor_char_boundary(bytes.end.min(text.len())),
            false => text.ceil_char_boundary(bytes.end.min(text.len())),
        };
        let start = text.floor_char_boundary(bytes.start.min(end));
        let text = [&text[..start], &change.text, &text[end..]].concat();
        self.write(place, &text);
    }

    /// The piece in which a place of a file lies, when it is one with an item there.
    pub fn item_at(&self, place: Span) -> Option<usize> {
        let file = self.all.get(place.source.0 as usize)?;
        let pieces = &self.pieces[file.pieces.clone()];
        let piece =
            file.pieces.start + pieces.partition_point(|piece| piece.start <= place.start).checked_sub(1)?;
        let item = self.trees[piece].items.first()?.span();
        let start = self.pieces[piece].start;
        (start + item.start..start + item.end).contains(&place.start).then_some(piece)
    }

    /// The items of a file where they stand in it.
    pub fn items_of(&self, file: &File) -> impl Iterator<Item = (usize, Span)> {
        file.pieces.clone().filter_map(|piece| {
            let item = self.trees[piece].items.first()?.span();
            let start = self.pieces[piece].start;
            Some((piece, Span::new(file.source.id(), start + item.start, start + item.end)))
        })
    }

    fn write(&mut self, place: usize, text: &str) {
        let file = &mut self.all[place];
        if file.source.text() != text {
            file.source = Source::new(file.source.id(), file.source.name(), text);
            file.parsed = OnceLock::new();
            self.cut(place);
        }
    }

    /// Cuts a file anew, and reads the pieces that are not as they were.
    fn cut(&mut self, place: usize) {
        let source = self.all[place].source.clone();
        let cut = Pieces::of(&source);
        let old = self.all[place].pieces.clone();
        let is_same = |new: usize, old: usize| {
            self.pieces[old].shape == cut.shape(new)
                && self.sources[old].text() == source.slice(cut.place(new))
        };
        let both = cut.count().min(old.len());
        let head = (0..both).take_while(|at| is_same(*at, old.start + at)).count();
        let tail = (1..=both - head).take_while(|at| is_same(cut.count() - at, old.end - at)).count();
        let changed = old.start + head..old.end - tail;
        let new: Vec<_> = (head..cut.count() - tail).map(|at| self.read(&source, &cut, at)).collect();
        self.replace_pieces(changed, new);
        for at in 0..cut.count() {
            self.pieces[old.start + at].start = cut.place(at).start;
        }
        self.all[place].comments = comments(&source, cut.tokens());
        self.all[place].pieces = old.start..old.start + cut.count();
        self.move_behind(place + 1, old.len(), cut.count());
    }

    fn read(&mut self, source: &Source, cut: &Pieces, at: usize) -> (Piece, Source, ast::File) {
        let id = SourceId(self.next_piece);
        self.next_piece += 1;
        let text = Source::new(id, "", source.slice(cut.place(at)));
        let parsed = cut.read(at, &text);
        (Piece::new(cut.shape(at), &text, &parsed), text, parsed.file)
    }

    fn replace_pieces(&mut self, old: Range<usize>, new: Vec<(Piece, Source, ast::File)>) {
        let mut pieces = Vec::with_capacity(new.len());
        let mut sources = Vec::with_capacity(new.len());
        let mut trees = Vec::with_capacity(new.len());
        for (piece, source, tree) in new {
            pieces.push(piece);
            sources.push(source);
            trees.push(tree);
        }
        self.pieces.splice(old.clone(), pieces);
        self.sources.splice(old.clone(), sources);
        self.trees.splice(old, trees);
    }

    /// Counts the pieces of the files from one on anew, when there are others before them.
    fn move_behind(&mut self, place: usize, old: usize, new: usize) {
        for file in &mut self.all[place..] {
            file.pieces = file.pieces.start - old + new..file.pieces.end - old + new;
        }
    }

    fn number_from(&mut self, place: usize) {
        for (file, number) in self.all.iter_mut().zip(0..).skip(place) {
            file.source = file.source.numbered(SourceId(number));
            file.parsed = OnceLock::new();
            if !file.comments.is_empty() {
                file.comments = comments(&file.source, &tokens(&file.source));
            }
        }
    }

    fn search(&self, name: &str) -> Result<usize, usize> {
        self.all.binary_search_by(|file| file.source.name().split('/').cmp(name.split('/')))
    }
}
