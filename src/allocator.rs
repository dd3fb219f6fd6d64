//! Memory of what is shipped to browsers: the standard allocator is more code to load.

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
