// Preloaded into commands by test_places.py: a clock that is a year late once the file PLACES_CLOCK is there, and, with
// PLACES_WITHOUT_LOCKS, a file system without locks.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long lateness(void) {
  const char *sign = getenv("PLACES_CLOCK");
  return sign && syscall(SYS_access, sign, F_OK) == 0 ? 365L * 24 * 3600 : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int status = (int)syscall(SYS_clock_gettime, clock, time);
  if (status == 0 && clock == CLOCK_REALTIME) time->tv_sec -= lateness();
  return status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

static int refuses(int command) {
  int isLock = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
  return isLock && getenv("PLACES_WITHOUT_LOCKS");
}

int fcntl(int descriptor, int command, ...) {
  va_list more;
  va_start(more, command);
  void *argument = va_arg(more, void *);
  va_end(more);
  if (!refuses(command)) return (int)syscall(SYS_fcntl, descriptor, command, argument);
  errno = ENOLCK;
  return -1;
}

int fcntl64(int, int, ...) __attribute__((alias("fcntl")));

int flock(int descriptor, int operation) {
  if (!getenv("PLACES_WITHOUT_LOCKS")) return (int)syscall(SYS_flock, descriptor, operation);
  errno = ENOLCK;
  return -1;
}
