//! The allocator of the modules shipped to browsers.
//!
//! rlsf is used because the standard allocator is 1.4 kB larger (Brotli), and because it can be wrapped
//! to overwrite freed memory. Replace it when the standard one is no larger; keep the overwriting.

#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};

use rlsf::SmallGlobalTlsf;

#[global_allocator]
static ALLOCATOR: Overwriting = Overwriting(SmallGlobalTlsf::new());

/// Overwrites memory before freeing it: copies of passwords and codes would stay in the WASM
/// memory, which is never returned to the system. `realloc` always moves, so that the old copy is
/// overwritten.
struct Overwriting(SmallGlobalTlsf);

// SAFETY: each call is passed to an allocator with the same contract. A block is only overwritten
// within its size and before it is freed.
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
