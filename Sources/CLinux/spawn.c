#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST = 3, MAXIMUM = 16 };

// sd_listen_fds checks LISTEN_PID, which only the child knows; it prints it into memory made before the fork.
pid_t clinux_spawn(const char *path, char *const *arguments, char *const *environment, const int *fds, size_t count,
                   const char *names, const uint32_t *identity, const uint32_t *groups, size_t group_count) {
    if (count > MAXIMUM || group_count > MAXIMUM) return -E2BIG;
    size_t variables = 0;
    while (environment[variables]) variables++;
    char **all = calloc(variables + 4, sizeof *all);
    char pid_text[32], count_text[32];
    char *names_text = NULL;
    if (!all || asprintf(&names_text, "LISTEN_FDNAMES=%s", names) < 0) {
        free(all);
        return -ENOMEM;
    }
    memcpy(all, environment, variables * sizeof *all);
    snprintf(count_text, sizeof count_text, "LISTEN_FDS=%zu", count);
    all[variables] = pid_text;
    all[variables + 1] = count_text;
    all[variables + 2] = names_text;

    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        int safe[MAXIMUM];
        gid_t list[MAXIMUM];
        for (size_t i = 0; i < count; i++)
            if ((safe[i] = fcntl(fds[i], F_DUPFD, FIRST + MAXIMUM)) < 0) _exit(126);
        for (size_t i = 0; i < count; i++)
            if (dup2(safe[i], FIRST + (int)i) < 0) _exit(126);
        for (size_t i = 0; i < count; i++) close(safe[i]);
        for (size_t i = 0; i < group_count; i++) list[i] = groups[i];
        if (identity && (setgroups(group_count, list) < 0 || setgid(identity[1]) < 0 || setuid(identity[0]) < 0)) _exit(126);
        // A child whose parent is killed is asked to stop: it would keep its sockets from the next parent's children.
        // This comes last, for setuid undoes it.
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0 || getppid() != parent) _exit(126);
        snprintf(pid_text, sizeof pid_text, "LISTEN_PID=%d", (int)getpid());
        execve(path, arguments, all);
        _exit(127);
    }
    int error = errno;
    free(names_text);
    free(all);
    return pid < 0 ? -error : pid;
}

// Answers the pid when the process has ended, 0 while it runs.
int clinux_wait(pid_t pid, int *status) {
    pid_t ended = waitpid(pid, status, WNOHANG);
    return ended < 0 ? -errno : ended;
}

// Answers a descriptor that can be read once the process has ended.
int clinux_open_pidfd(pid_t pid) {
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    return fd < 0 ? -errno : fd;
}
