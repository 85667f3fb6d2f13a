#include <zlib.h>

// A macro in zlib's own header: gzip's format, the best packing.
static inline int nuong_gzip_begin(z_stream *stream) {
    return deflateInit2(stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
