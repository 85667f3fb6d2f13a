#include <xlsxwriter.h>

// The library of Debian 12 writes to a named file alone. A file in memory has a name under /proc while it is open, and never lies on a disk.
extern int memfd_create(const char *name, unsigned int flags);

static inline int nuong_memory_file(void) {
    // 1: closed when a program starts another. 8: never a program itself; kernels before 6.3 do not know it, and newer ones may insist on it.
    int file = memfd_create("nuong-workbook", 1u | 8u);
    return file >= 0 ? file : memfd_create("nuong-workbook", 1u);
}
