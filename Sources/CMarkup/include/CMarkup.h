// Opaque access to the system's parsers of markup: gumbo for HTML, cmark for Markdown.
#ifndef CMARKUP_H
#define CMARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- HTML ------------------------------------------------------------------------------------------------------

typedef struct cmarkup_html cmarkup_html;
/// A node of the tree; lives as long as the tree.
typedef struct cmarkup_node cmarkup_node;

/// Parses UTF-8 as HTML5 says; the bytes must stay in place as long as the tree. NULL where there is no memory.
cmarkup_html *cmarkup_html_parse(const uint8_t *text, size_t length);
void cmarkup_html_close(cmarkup_html *html);
/// The element `html`.
const cmarkup_node *cmarkup_html_root(const cmarkup_html *html);

/// The name of an element in lower case; "" for what HTML does not know, and for what is no element.
const char *cmarkup_node_name(const cmarkup_node *node);
int32_t cmarkup_node_child_count(const cmarkup_node *node);
const cmarkup_node *cmarkup_node_child(const cmarkup_node *node, int32_t index);
/// The text of a text node with its entities decoded; NULL for other nodes.
const char *cmarkup_node_text(const cmarkup_node *node);
/// The value of an element's attribute; NULL where it has none.
const char *cmarkup_node_attribute(const cmarkup_node *node, const char *name);

// --- Markdown --------------------------------------------------------------------------------------------------

typedef enum {
  CMARKUP_PARAGRAPH = 0, CMARKUP_HEADING = 1, CMARKUP_ITEM = 2, CMARKUP_LINES = 3,
} cmarkup_block_kind;

/// A block of text and the lines it takes, both from 1 and included.
typedef struct {
  int32_t kind;
  int32_t first_line;
  int32_t last_line;
} cmarkup_block;

/// The blocks of a CommonMark text that hold text themselves, in order. Free them with `cmarkup_free`; NULL where there
/// is no memory.
cmarkup_block *cmarkup_markdown_blocks(const uint8_t *text, size_t length, size_t *count);
void cmarkup_free(cmarkup_block *blocks);

#endif
