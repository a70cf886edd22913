#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Starts the program with its three streams on /dev/null; 0 where it runs.
static int start(pid_t *child, const char *program, char *const arguments[]) {
  posix_spawn_file_actions_t streams;
  if (posix_spawn_file_actions_init(&streams) != 0) return -1;
  int failed = 0;
  for (int stream = 0; stream < 3 && !failed; stream++) {
    failed = posix_spawn_file_actions_addopen(
      &streams, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0);
  }
  if (!failed) failed = posix_spawnp(child, program, &streams, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&streams);
  return failed;
}

int program_run(const char *program, const char *first, const char *second, double seconds) {
  char *const arguments[] = {(char *)program, (char *)first, (char *)second, NULL};
  const double end = now() + seconds;
  pid_t child;
  if (start(&child, program, arguments) != 0) return PROGRAM_NOT_STARTED;
  int status = 0;
  int is_killed = 0;
  for (;;) {
    const pid_t ended = waitpid(child, &status, is_killed ? 0 : WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return PROGRAM_KILLED;
    if (!is_killed && now() >= end) {
      kill(child, SIGKILL);
      is_killed = 1;
    } else if (!is_killed) {
      const struct timespec pause = {0, 2000000};
      nanosleep(&pause, NULL);
    }
  }
  if (is_killed) return PROGRAM_OUT_OF_TIME;
  return WIFEXITED(status) ? WEXITSTATUS(status) : PROGRAM_KILLED;
}
