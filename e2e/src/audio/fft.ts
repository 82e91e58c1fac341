/** In-place radix-2 Fourier transform; both arrays have the same power-of-two length. */
export function fft(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  bitReverse(re, im);
  for (let length = 2; length <= size; length *= 2) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const c = Math.cos((-2 * Math.PI * k) / length);
      const s = Math.sin((-2 * Math.PI * k) / length);
      for (let p = k; p < size; p += length) {
        const q = p + half;
        const qRe = re[q] ?? 0;
        const qIm = im[q] ?? 0;
        const pRe = re[p] ?? 0;
        const pIm = im[p] ?? 0;
        const tRe = qRe * c - qIm * s;
        const tIm = qRe * s + qIm * c;
        re[p] = pRe + tRe;
        im[p] = pIm + tIm;
        re[q] = pRe - tRe;
        im[q] = pIm - tIm;
      }
    }
  }
}

function bitReverse(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
    [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
  }
}

export function nextPowerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, atLeast)));
}
