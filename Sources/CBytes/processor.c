// Says so where the processor lacks instructions that the program was built for (-march), before any of its code runs: it
// would end with an illegal instruction, sooner or later.
#if defined(__x86_64__) && defined(__AVX2__)
#include <unistd.h>

__attribute__((constructor, target("arch=x86-64"))) static void check_processor(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
      && __builtin_cpu_supports("fma")) {
    return;
  }
  static const char message[] =
      "this program was built for newer processors (x86-64-v3); `make release CPU=x86-64` builds one that runs here\n";
  ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  (void)written;
  _exit(1);
}
#endif
