/* Preloaded into a server, it makes every fsync and fdatasync take SLOW_FSYNC_MICROSECONDS longer, as on a slow disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *extra = getenv("SLOW_FSYNC_MICROSECONDS");
  if (extra) usleep((useconds_t)atoi(extra));
  return real(file);
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
