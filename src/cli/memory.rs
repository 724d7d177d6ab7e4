//! Sets how the allocator treats large blocks.

/// Makes the allocator return large blocks to the system when they are freed.
///
/// glibc otherwise keeps blocks of the size of a freed block, for each thread: with ten thousand embedded texts, this is 40 MiB of
/// unused scratch space. Other allocators need no such setting.
pub(super) fn give_back_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        const LARGE: libc::c_int = 1 << 20;
        // SAFETY: the call changes a setting of the allocator and is made before any thread is started. Its result
        // only tells whether the setting was accepted.
        let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
    }
}
