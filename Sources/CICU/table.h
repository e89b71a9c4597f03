// Compiled break rules as a table that is run straight over UTF-8.
//
// ICU's own runner reads text through UText, some 10 ns a byte. What it runs is a plain state table over character
// classes, and compiled rules are a public form (`ubrk_getBinaryRules`) whose layout has been the same since ICU 68
// (format version 6). Run directly the same table costs about 2 ns a byte. A table of another format, or with parts
// that our rules do not use (look-ahead, rules for the text's ends, dictionaries), is refused: ICU then runs it.

#ifndef CICU_TABLE_H
#define CICU_TABLE_H

#include <stdint.h>

typedef struct cicu_table cicu_table;

/// Reads compiled rules; NULL if they are not of the form described above. The bytes must outlive the table.
cicu_table *cicu_table_open(const uint8_t *compiled, int32_t length);
void cicu_table_close(cicu_table *table);

/// Fills `ends` and `statuses` from `*position` on and moves it; returns how many, 0 at the end.
int32_t cicu_table_next(
  const cicu_table *table, const uint8_t *text, int32_t length, int32_t *position, int32_t *ends, int32_t *statuses,
  int32_t capacity);

#endif
