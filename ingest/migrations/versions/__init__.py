"""One file a revision, ``r0001_…`` onwards. A published revision is never edited: add the next one."""
