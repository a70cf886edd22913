/* The two places where LAPACK speaks of an illegal argument, answered here instead of in the
   libraries: both would print on standard output, in the middle of a report that a program reads.
   The linker prefers a definition of the program to one of a shared library. */

#include <stddef.h>
#include <stdio.h>

void LAPACKE_xerbla(const char *name, int info);
void xerbla_(const char *name, const int *parameter, size_t nameLength);

/* LAPACKE hands the same number back as `info`, which our Swift side reads: nothing to say. */
void LAPACKE_xerbla(const char *name, int info) {
  (void)name;
  (void)info;
}

/* BLAS has no `info`: without a word the wrong call would just not compute. So: standard error.
   Names are blank-padded and end without a null where Fortran calls. */
void xerbla_(const char *name, const int *parameter, size_t nameLength) {
  int length = nameLength < 16 ? (int)nameLength : 16;
  fprintf(stderr, "%.*s: illegal value of parameter %d\n", length, name, *parameter);
}
