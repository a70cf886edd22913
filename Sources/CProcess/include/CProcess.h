#ifndef EMBEDSCOPE_CPROCESS_H
#define EMBEDSCOPE_CPROCESS_H

/// What became of a program that was run, where it did not end by itself.
enum {
  PROGRAM_NOT_STARTED = -1,
  PROGRAM_OUT_OF_TIME = -2,
  PROGRAM_KILLED = -3,
};

/// Runs a program with two arguments, its streams closed, until it ends or the time is over.
///
/// The program is a path or a name that is looked for in PATH. Returns its exit code, or one of the
/// above; a program that runs out of time is killed.
int program_run(const char *program, const char *first, const char *second, double seconds);

#endif
