// Child processes with pipes, for the stages that run as a program of their own.
//
// A child never outlives this process: the kernel ends it when this process ends in any way (Linux), and its standard
// input closes with it (everywhere). It has a process group of its own, so that Ctrl-C reaches only this program, which
// then ends its children in order.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
  int32_t pid;
  // Our ends of the pipes. They do not block and are not inherited.
  int32_t input, output, errors;
} cp_child;

// Starts the program at `path`. `arguments` and `environment` end with NULL; `folder` is where the program runs.
// Returns 0, or the errno of what went wrong; then there is no child.
int32_t cp_start(
    const char *path, const char *const *arguments, const char *const *environment, const char *folder,
    cp_child *child);

// Writes what goes in without waiting. Returns how many bytes went in, or the negative errno: -EAGAIN where there is no
// room now, -EPIPE where nobody reads any more. Never raises SIGPIPE.
int64_t cp_write(int32_t descriptor, const void *bytes, size_t count);

// How a child ended: 1 with `code` set to its exit code, or below 0 to the number of the signal that ended it; 0 while it
// runs. A child is waited for once.
int32_t cp_wait(int32_t pid, int32_t waits, int32_t *code);

// Opens what the caller left closed of standard input, output and error, so that no file that is opened later takes its
// place and is read or written for it. Reading and writing these fail, but messages, which are dropped.
void cp_open_standard_streams(void);

// Tells glibc's allocator what is usual here; does nothing elsewhere. Buffers of 4 MiB and more, those of a very large
// article, go back to the system as soon as they are free: otherwise up to 32 MiB of each are kept, in every thread.
// What is smaller stays, since the next chunk of articles needs the same again: otherwise its pages are given back and
// taken anew for every chunk, a quarter of all page faults with two workers.
void cp_tune_allocator(void);

// Brings all that was written to the file system of `descriptor` to the disk, names of files too. Returns 0, or the error's
// number: ENOSYS where the system cannot.
int32_t cp_sync_file_system(int32_t descriptor);

// Starts a thread of its own that ends by itself. Returns 0, or the error's number; `body` is then never called.
int32_t cp_thread(size_t stack_size, void (*body)(void *context), void *context);
