/* Faults of a disk, for processes that this library is preloaded into.

   Armed for one folder, it counts what is written, synced, named and removed there. At the count
   that it was given it kills the process, fails what is asked, or cuts the power: then what was
   not synced is taken back, as far as chance wants, before the process is killed. Data is synced
   by fsync of the file, a name by fsync of its folder. Names are lost from the newest back, as a
   journal loses them; data is lost in any part. Shared memory files (-shm) do not count. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { COUNT, KILL, NO_SPACE, IO_ERROR, SHORT_WRITE, POWER_CUT };
enum kind { DATA, CREATED, RENAMED, REMOVED, FOLDER, REMOVED_FOLDER };

struct change {
    enum kind kind;
    dev_t dev; ino_t ino; int fd;          /* of a file whose data changed */
    off_t offset, old_size; size_t length; char *old;
    char path[PATH_MAX], from[PATH_MAX], saved[PATH_MAX];
    struct change *before;
};

static char root[PATH_MAX], spare[PATH_MAX];
static size_t root_length;
static int armed;
static enum mode mode;
static long counted, at, span, saves;
static unsigned seed;
static struct change *last;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char inside_root[4096];             /* by descriptor: 1 a file of the folder */

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void faults_arm(const char *folder, int how, long when, long how_long, unsigned chance) {
    snprintf(root, sizeof root, "%s/", folder);
    snprintf(spare, sizeof spare, "%s.spare", folder);
    root_length = strlen(root);
    mkdir(spare, 0700);
    mode = how; at = when; span = how_long; seed = chance; counted = 0; armed = 1;
}
void faults_disarm(void) { armed = 0; }
long faults_counted(void) { return counted; }

static int chance(int of) { return rand_r(&seed) % of; }

static int named(int folder, const char *path, char *whole) {
    if (path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
    else {
        char base[PATH_MAX] = "", link[64];
        if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t got = readlink(link, base, sizeof base - 1);
            base[got > 0 ? got : 0] = 0;
        }
        if (strlen(base) + strlen(path) + 2 > PATH_MAX) return 0;
        strcpy(whole, base); strcat(whole, "/"); strcat(whole, path);
    }
    size_t length = strlen(whole);
    return armed && !strncmp(whole, root, root_length - 1)
        && (whole[root_length - 1] == '/' || !whole[root_length - 1])
        && !(length > 4 && !strcmp(whole + length - 4, "-shm"));
}

static int tracked(int fd) {
    return armed && fd >= 0 && fd < (int)sizeof inside_root && inside_root[fd];
}

static struct change *remember(enum kind kind) {
    struct change *made = calloc(1, sizeof *made);
    made->kind = kind; made->fd = -1; made->before = last; last = made;
    return made;
}

static void remember_data(int fd, off_t offset, size_t length) {
    struct stat found; char link[64];
    if (mode != POWER_CUT || fstat(fd, &found)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int whole = REAL(open)(link, O_RDWR | O_CLOEXEC);
    if (whole < 0) return;
    struct change *made = remember(DATA);
    made->dev = found.st_dev; made->ino = found.st_ino; made->fd = whole;
    made->offset = offset; made->old_size = found.st_size;
    if (offset < found.st_size) {
        made->length = found.st_size - offset < (off_t)length ? (size_t)(found.st_size - offset) : length;
        made->old = malloc(made->length + 1);
        ssize_t got = pread(whole, made->old, made->length, offset);
        made->length = got > 0 ? (size_t)got : 0;
    }
}

static void save(struct change *made, const char *path) {
    snprintf(made->saved, sizeof made->saved, "%.4000s/%ld", spare, ++saves);
    if (link(path, made->saved)) made->saved[0] = 0;
}

static void forget(struct change *gone) {
    if (gone->fd >= 0) REAL(close)(gone->fd);
    free(gone->old); free(gone);
}

/* Once a folder bears its new name for good, what was done in it before is found there. */
static void moved(struct change *older, const char *from, const char *path) {
    size_t length = strlen(from);
    for (; older; older = older->before) {
        char *places[] = {older->path, older->from};
        for (int n = 0; n < 2; n++) {
            char inside[PATH_MAX];
            if (strncmp(places[n], from, length) || places[n][length] != '/') continue;
            snprintf(inside, sizeof inside, "%s", places[n] + length);
            snprintf(places[n], PATH_MAX, "%.2000s%.2000s", path, inside);
        }
    }
}

static void synced(int fd) {
    struct stat found; char link[64], folder[PATH_MAX] = "";
    if (fstat(fd, &found)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, folder, sizeof folder - 1);
    folder[got > 0 ? got : 0] = 0;
    for (struct change **each = &last; *each;) {
        struct change *one = *each;
        char *slash = strrchr(one->path, '/');
        int is_name = one->kind != DATA && slash && S_ISDIR(found.st_mode)
            && strlen(folder) == (size_t)(slash - one->path)
            && !strncmp(one->path, folder, slash - one->path);
        if (is_name || (one->kind == DATA && one->dev == found.st_dev && one->ino == found.st_ino)) {
            *each = one->before;
            if (one->kind == RENAMED) moved(one->before, one->from, one->path);
            forget(one);
        } else each = &one->before;
    }
}

static void take_back(struct change *one) {
    switch (one->kind) {
    case DATA:
        if (one->length && pwrite(one->fd, one->old, one->length, one->offset) < 0) return;
        if (REAL(ftruncate)(one->fd, one->old_size)) return;
        break;
    case CREATED: REAL(unlink)(one->path); break;
    case FOLDER: REAL(rmdir)(one->path); break;
    case REMOVED_FOLDER: REAL(mkdirat)(AT_FDCWD, one->path, 0700); break;
    case RENAMED:
        REAL(rename)(one->path, one->from);
        if (one->saved[0]) REAL(rename)(one->saved, one->path);
        break;
    case REMOVED: if (one->saved[0]) REAL(rename)(one->saved, one->path); break;
    }
}

static void cut_power(void) {
    int names = 0, lost_all = chance(3) == 0;
    armed = 0;
    for (struct change *each = last; each; each = each->before) names += each->kind != DATA;
    int lost_names = lost_all ? names : chance(names + 1);
    for (struct change *each = last; each; each = each->before) {
        if (each->kind == DATA) { if (lost_all || chance(2)) take_back(each); }
        else if (lost_names-- > 0) take_back(each);
    }
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

void faults_cut_power(void) { if (armed && mode == POWER_CUT) cut_power(); }

/* Counts one act; returns 0, or the error that it ends with, or -1 for half a write. */
static int happens(int is_sync) {
    long now = ++counted;
    if (mode == COUNT || now < at) return 0;
    if (mode == KILL) { kill(getpid(), SIGKILL); for (;;) pause(); }
    if (mode == POWER_CUT) cut_power();
    if (now >= at + span) return 0;
    if (mode == IO_ERROR) return EIO;
    if (mode == SHORT_WRITE) return now == at ? -1 : ENOSPC;
    return is_sync ? EIO : ENOSPC;
}

#define BEGIN pthread_mutex_lock(&lock)
#define END pthread_mutex_unlock(&lock)
#define FAILS(is_sync) int wrong = happens(is_sync); if (wrong > 0) { END; errno = wrong; return -1; }

static int opened(int folder, const char *path, int flags, mode_t bits) {
    char whole[PATH_MAX];
    int is_ours = named(folder, path, whole);
    struct stat found;
    if (is_ours && (flags & (O_CREAT | O_TRUNC)) && (flags & O_TMPFILE) != O_TMPFILE) {
        int is_new = stat(whole, &found) != 0;
        BEGIN;
        if (is_new || (flags & O_TRUNC)) {
            FAILS(0)
            if (is_new) { if (mode == POWER_CUT) strcpy(remember(CREATED)->path, whole); }
            else {
                int fd = REAL(open)(whole, O_RDWR | O_CLOEXEC);
                if (fd >= 0) { remember_data(fd, 0, found.st_size); REAL(close)(fd); }
            }
        }
        END;
    }
    int fd = REAL(openat)(folder, path, flags, bits);
    if (fd >= 0 && fd < (int)sizeof inside_root) inside_root[fd] = is_ours;
    return fd;
}

#define BITS mode_t bits = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { BITS return opened(AT_FDCWD, path, flags, bits); }
int open64(const char *path, int flags, ...) { BITS return opened(AT_FDCWD, path, flags | O_LARGEFILE, bits); }
int openat(int folder, const char *path, int flags, ...) { BITS if (!armed) return REAL(openat)(folder, path, flags, bits); return opened(folder, path, flags, bits); }
int openat64(int folder, const char *path, int flags, ...) { BITS if (!armed) return REAL(openat)(folder, path, flags, bits); return opened(folder, path, flags, bits); }
int close(int fd) {
    if (fd >= 0 && fd < (int)sizeof inside_root) inside_root[fd] = 0;
    return REAL(close)(fd);
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset) {
    off_t place = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
    BEGIN;
    int wrong = happens(0);
    if (wrong > 0) { END; errno = wrong; return -1; }
    if (wrong < 0 && length > 1) length /= 2;
    remember_data(fd, place, length);
    ssize_t got = offset >= 0 ? REAL(pwrite)(fd, bytes, length, offset) : REAL(write)(fd, bytes, length);
    END;
    return got;
}
ssize_t write(int fd, const void *bytes, size_t length) {
    return tracked(fd) ? written(fd, bytes, length, -1) : REAL(write)(fd, bytes, length);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return tracked(fd) ? written(fd, bytes, length, offset) : REAL(pwrite)(fd, bytes, length, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return pwrite(fd, bytes, length, offset);
}

static int truncated(int fd, off_t length) {
    struct stat found;
    BEGIN;
    FAILS(0)
    if (!fstat(fd, &found)) remember_data(fd, length, length < found.st_size ? found.st_size - length : 0);
    int got = REAL(ftruncate)(fd, length);
    END;
    return got;
}
int ftruncate(int fd, off_t length) { return tracked(fd) ? truncated(fd, length) : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

/* No real sync: the tests cut no power but ours, and a real one takes milliseconds. */
static int sync_of(int fd) { BEGIN; FAILS(1) synced(fd); END; return 0; }
int fsync(int fd) { return tracked(fd) ? sync_of(fd) : armed ? 0 : REAL(fsync)(fd); }
int fdatasync(int fd) { return tracked(fd) ? sync_of(fd) : armed ? 0 : REAL(fdatasync)(fd); }

static int renamed(int from_folder, const char *from, int folder, const char *path) {
    char whole[PATH_MAX], whole_from[PATH_MAX];
    int is_ours = named(folder, path, whole);
    named(from_folder, from, whole_from);
    if (!is_ours) return REAL(renameat)(from_folder, from, folder, path);
    BEGIN;
    FAILS(0)
    if (mode == POWER_CUT) {
        struct change *made = remember(RENAMED);
        strcpy(made->path, whole); strcpy(made->from, whole_from); save(made, whole);
    }
    int got = REAL(renameat)(from_folder, from, folder, path);
    END;
    return got;
}
int rename(const char *from, const char *path) { return renamed(AT_FDCWD, from, AT_FDCWD, path); }
int renameat(int from_folder, const char *from, int folder, const char *path) { return renamed(from_folder, from, folder, path); }

int unlinkat(int folder, const char *path, int flags) {
    char whole[PATH_MAX];
    struct stat found;
    if (!named(folder, path, whole) || lstat(whole, &found)) return REAL(unlinkat)(folder, path, flags);
    BEGIN;
    FAILS(0)
    if (mode == POWER_CUT) {
        struct change *made = remember(flags & AT_REMOVEDIR ? REMOVED_FOLDER : REMOVED);
        strcpy(made->path, whole);
        if (!(flags & AT_REMOVEDIR)) save(made, whole);
    }
    int got = REAL(unlinkat)(folder, path, flags);
    END;
    return got;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int mkdirat(int folder, const char *path, mode_t bits) {
    char whole[PATH_MAX];
    if (!named(folder, path, whole)) return REAL(mkdirat)(folder, path, bits);
    BEGIN;
    FAILS(0)
    int got = REAL(mkdirat)(folder, path, bits);
    if (!got && mode == POWER_CUT) strcpy(remember(FOLDER)->path, whole);
    END;
    return got;
}
int mkdir(const char *path, mode_t bits) { return mkdirat(AT_FDCWD, path, bits); }
