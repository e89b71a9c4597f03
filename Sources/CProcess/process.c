#if defined(__linux__)
#define _GNU_SOURCE
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  const char *path;
  const char *const *arguments;
  const char *const *environment;
  const char *folder;
  cp_child *child;
  int error;
} request;

// A pipe whose ends are above the standard streams and are closed in every program that is started.
static bool open_pipe(int ends[2]) {
  int raw[2];
  if (pipe(raw) != 0) return false;
  for (int i = 0; i < 2; i++) {
    ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
    close(raw[i]);
  }
  return ends[0] >= 0 && ends[1] >= 0;
}

static void close_pipe(const int ends[2]) {
  for (int i = 0; i < 2; i++)
    if (ends[i] >= 0) close(ends[i]);
}

// In the child, between fork and exec: only what is safe there.
static void become(const request *request, pid_t parent, int in, int out, int err, int report) {
  setpgid(0, 0);
#if defined(__linux__)
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have ended before that took hold.
  if (getppid() != parent) _exit(127);
#endif
  // What this program ignores or blocks, the child should not.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  const int signals[] = {SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGHUP, SIGXFSZ};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  bool isReady = dup2(in, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0 && chdir(request->folder) == 0;
#if defined(__linux__) && defined(SYS_close_range)
  // Descriptors that others opened without close-on-exec: a pipe kept open here would hide that its writer is gone.
  if (isReady) syscall(SYS_close_range, 3, ~0U, 1U << 2);
#endif
  if (isReady) execve(request->path, (char *const *)request->arguments, (char *const *)request->environment);
  int error = errno;
  ssize_t written = write(report, &error, sizeof error);
  _exit(written == sizeof error ? 127 : 126);
}

static int start(const request *request) {
  int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1}, report[2] = {-1, -1};
  int error = 0;
  pid_t pid = -1;
  if (open_pipe(in) && open_pipe(out) && open_pipe(err) && open_pipe(report)) {
    pid_t parent = getpid();
    pid = fork();
    if (pid == 0) become(request, parent, in[0], out[1], err[1], report[1]);
  }
  if (pid < 0) {
    error = errno;
  } else {
    setpgid(pid, pid);
    close(report[1]);
    report[1] = -1;
    // Ends without a byte once exec has closed the other end.
    ssize_t count;
    do count = read(report[0], &error, sizeof error);
    while (count < 0 && errno == EINTR);
    if (count <= 0) error = 0;
  }
  if (pid < 0 || error != 0) {
    close_pipe(in);
    close_pipe(out);
    close_pipe(err);
    close_pipe(report);
    if (pid > 0) waitpid(pid, NULL, 0);
    return error;
  }
  close(report[0]);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  const int ours[] = {in[1], out[0], err[0]};
  for (int i = 0; i < 3; i++) fcntl(ours[i], F_SETFL, fcntl(ours[i], F_GETFL) | O_NONBLOCK);
  *request->child = (cp_child){.pid = pid, .input = in[1], .output = out[0], .errors = err[0]};
  return 0;
}

// Linux ends a child when the *thread* that started it ends, and workers' threads come and go. So one thread, which
// never ends, starts them all.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static request *waiting;
static bool isRunning;

static void *start_all(void *unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  while (true) {
    while (waiting == NULL) pthread_cond_wait(&changed, &lock);
    waiting->error = start(waiting);
    waiting = NULL;
    pthread_cond_broadcast(&changed);
  }
  return NULL;
}

int32_t cp_start(
    const char *path, const char *const *arguments, const char *const *environment, const char *folder,
    cp_child *child) {
  request mine = {path, arguments, environment, folder, child, 0};
  pthread_mutex_lock(&lock);
  if (!isRunning) {
    pthread_t thread;
    int error = pthread_create(&thread, NULL, start_all, NULL);
    if (error != 0) {
      pthread_mutex_unlock(&lock);
      return error;
    }
    pthread_detach(thread);
    isRunning = true;
  }
  while (waiting != NULL) pthread_cond_wait(&changed, &lock);
  waiting = &mine;
  pthread_cond_broadcast(&changed);
  while (waiting == &mine) pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
  return mine.error;
}

int64_t cp_write(int32_t descriptor, const void *bytes, size_t count) {
  sigset_t pipes, before, pending;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  sigpending(&pending);
  bool wasPending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, &before);
  ssize_t written;
  do written = write(descriptor, bytes, count);
  while (written < 0 && errno == EINTR);
  int error = errno;
  if (written < 0 && error == EPIPE && !wasPending) {
    // Take back the signal that this write has raised for this thread.
    int taken;
    sigpending(&pending);
    if (sigismember(&pending, SIGPIPE)) sigwait(&pipes, &taken);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return written < 0 ? -(int64_t)error : written;
}

int32_t cp_wait(int32_t pid, int32_t waits, int32_t *code) {
  int status = 0;
  pid_t result;
  do result = waitpid(pid, &status, waits ? 0 : WNOHANG);
  while (result < 0 && errno == EINTR);
  if (result == 0) return 0;
  *code = result < 0 ? 0 : WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  return 1;
}

typedef struct {
  void (*body)(void *);
  void *context;
} task;

static void *run_task(void *given) {
  task mine = *(task *)given;
  free(given);
  mine.body(mine.context);
  return NULL;
}

int32_t cp_thread(size_t stack_size, void (*body)(void *context), void *context) {
  task *given = malloc(sizeof *given);
  if (given == NULL) return ENOMEM;
  *given = (task){body, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_size);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run_task, given);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(given);
  return error;
}

void cp_open_standard_streams(void) {
  // A file gets the lowest number that is free. What is opened for the wrong direction fails as a closed one does.
  static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int stream = 0; stream < 3; stream++)
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[stream]) != stream) return;
}

int32_t cp_sync_file_system(int32_t descriptor) {
#ifdef __linux__
  return syncfs(descriptor) == 0 ? 0 : errno;
#else
  (void)descriptor;
  return ENOSYS;
#endif
}

void cp_tune_allocator(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}
