//! Memory of what is shipped to browsers.
//!
//! rlsf is here because the standard allocator is 1.4 kB more to load (Brotli), and because the overwriting of what is
//! freed wraps it. Replace it by the standard one when that is no larger; the overwriting stays.

#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};

use rlsf::SmallGlobalTlsf;

#[global_allocator]
static ALLOCATOR: Overwriting = Overwriting(SmallGlobalTlsf::new());

/// Overwrites what is freed: passwords and codes pass through many texts on their way to Kratos, and a
/// page's memory is never given back to the system. Growing moves, so that no copy stays behind.
struct Overwriting(SmallGlobalTlsf);

// SAFETY: each call goes to an allocator with the same contract; a block is written to within its own
// size, and before it is freed.
unsafe impl GlobalAlloc for Overwriting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe {
            block.write_bytes(0, layout.size());
            self.0.dealloc(block, layout);
        }
    }
}
