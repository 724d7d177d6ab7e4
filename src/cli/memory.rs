//! How the allocator treats large blocks.

/// Has large blocks go back to the system when they are freed.
///
/// glibc otherwise takes each freed block for a reason to keep the next ones of its size, for each thread: over ten
/// thousand embedded texts that makes 40 MiB of scratch space that nobody uses. Other allocators need no such word.
pub(super) fn give_back_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        const LARGE: libc::c_int = 1 << 20;
        // SAFETY: the call changes a setting of the allocator and is made before any thread is started. What it gives back
        // says only whether it was heard.
        let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
    }
}
