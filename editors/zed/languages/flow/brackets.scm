; Pairs that are shown together.
("{" @open "}" @close)
("(" @open ")" @close)
