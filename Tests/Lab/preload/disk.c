// Preloaded into a program it stands before the disk: it counts the calls of fdatasync, delays them and lets them fail,
// as the numbers in the file $BOOTD_LAB_DISK say (lab/disk.py writes them).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct disk {
    _Atomic uint64_t calls, microseconds, error;
} *disk;

__attribute__((constructor)) static void attach(void) {
    const char *path = getenv("BOOTD_LAB_DISK");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *memory = mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory != MAP_FAILED) disk = memory;
    close(fd);
}

int fdatasync(int fd) {
    if (disk) {
        disk->calls++;
        uint64_t wait = disk->microseconds;
        struct timespec left = {.tv_sec = wait / 1000000, .tv_nsec = wait % 1000000 * 1000};
        while (nanosleep(&left, &left) < 0 && errno == EINTR) continue;
        if (disk->error) {
            errno = (int)disk->error;
            return -1;
        }
    }
    return (int)syscall(SYS_fdatasync, fd);
}
