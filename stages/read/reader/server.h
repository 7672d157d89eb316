/*
 * Server: takes jobs from a socket and has children do them.
 */
#ifndef READER_SERVER_H
#define READER_SERVER_H

/*
 * Answers jobs on READER_SOCKET until the other side closes it.  Returns
 * the exit status of the program.
 */
int server_run(void);

#endif
