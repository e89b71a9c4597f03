#include "CMarkup.h"

#include <cmark.h>
#include <stdlib.h>

static int32_t kind_of(cmark_node *node) {
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING: return CMARKUP_HEADING;
    case CMARK_NODE_CODE_BLOCK: case CMARK_NODE_HTML_BLOCK: return CMARKUP_LINES;
    case CMARK_NODE_PARAGRAPH: {
      cmark_node *parent = cmark_node_parent(node);
      bool is_item = parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM;
      return is_item ? CMARKUP_ITEM : CMARKUP_PARAGRAPH;
    }
    default: return -1;
  }
}

cmarkup_block *cmarkup_markdown_blocks(const uint8_t *text, size_t length, size_t *count) {
  *count = 0;
  cmark_node *root = cmark_parse_document((const char *)text, length, CMARK_OPT_DEFAULT);
  if (!root) return NULL;
  size_t capacity = 64;
  cmarkup_block *blocks = malloc(capacity * sizeof *blocks);
  cmark_iter *iterator = cmark_iter_new(root);
  while (blocks && cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(iterator);
    int32_t kind = cmark_iter_get_event_type(iterator) == CMARK_EVENT_ENTER ? kind_of(node) : -1;
    if (kind < 0) continue;
    if (*count == capacity) {
      cmarkup_block *larger = realloc(blocks, (capacity *= 2) * sizeof *blocks);
      if (!larger) {
        free(blocks);
        blocks = NULL;
        break;
      }
      blocks = larger;
    }
    blocks[(*count)++] = (cmarkup_block){kind, cmark_node_get_start_line(node), cmark_node_get_end_line(node)};
  }
  cmark_iter_free(iterator);
  cmark_node_free(root);
  return blocks;
}

void cmarkup_free(cmarkup_block *blocks) { free(blocks); }
