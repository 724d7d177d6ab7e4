//! Measures the most that this processor multiplies and adds in single precision, with all threads at once, from registers
//! only.
//!
//!     rustc --edition 2024 -O benches/peak.rs -o peak && ./peak
//!
//! Prints GFLOP/s (a fused multiply-add counts as two), the sum over one thread per core, five times. Needs AVX-512.

use std::arch::x86_64::{
    __m512, _mm512_add_ps, _mm512_fmadd_ps, _mm512_reduce_add_ps, _mm512_set1_ps, _mm512_setzero_ps,
};
use std::hint::black_box;
use std::sync::Barrier;
use std::time::Instant;

const STEPS: usize = 20_000_000;
const SUMS: usize = 24;

#[target_feature(enable = "avx512f")]
fn multiply_and_add(factor: f32) -> f32 {
    let factor = _mm512_set1_ps(factor);
    let mut sums: [__m512; SUMS] = [factor; SUMS];
    for _ in 0..STEPS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(factor, *sum, factor);
        }
    }
    _mm512_reduce_add_ps(sums.into_iter().fold(_mm512_setzero_ps(), |a, b| _mm512_add_ps(a, b)))
}

fn main() {
    assert!(is_x86_feature_detected!("avx512f"), "this processor has no AVX-512");
    let n = std::thread::available_parallelism().map_or(1, usize::from);
    let barrier = Barrier::new(n);
    for _ in 0..5 {
        let each: Vec<f64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..n)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        let start = Instant::now();
                        // SAFETY: the processor has AVX-512F, as asserted above.
                        black_box(unsafe { multiply_and_add(black_box(0.99)) });
                        (STEPS * SUMS * 32) as f64 / start.elapsed().as_secs_f64() / 1e9
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("a thread that only computes")).collect()
        });
        println!("{:.0} GFLOP/s by {n} threads", each.iter().sum::<f64>());
    }
}
