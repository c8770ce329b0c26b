"""Taking it elsewhere: the released numbers and quotable stories, for programs, other sites and
paper. Nothing here reads a story whose author has not said that it may be quoted."""
