"""Finding: lexical and vector indexes over published passages, and what fuses them."""
