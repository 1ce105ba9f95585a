WORD_INDEX_MAP: dict[str, int]
