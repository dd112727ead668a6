/** Cholesky factor of the lower triangle, in place; returns the logarithm of the determinant. */
export function factorize(matrix: number[], count: number): number {
  let determinant = 1;
  for (let j = 0; j < count; j += 1) {
    let pivot = matrix[j * count + j]!;
    for (let k = 0; k < j; k += 1) pivot -= matrix[j * count + k]! ** 2;
    const root = Math.sqrt(pivot);
    matrix[j * count + j] = root;
    // One logarithm of the product: at 24 sizes and the least noise it is still above 1e-150.
    determinant *= pivot;
    for (let i = j + 1; i < count; i += 1) {
      let sum = matrix[i * count + j]!;
      for (let k = 0; k < j; k += 1) sum -= matrix[i * count + k]! * matrix[j * count + k]!;
      matrix[i * count + j] = sum / root;
    }
  }
  return Math.log(determinant);
}

/** Solves L·y = b in place. */
export function forward(factor: number[], b: number[], count: number): void {
  for (let i = 0; i < count; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= factor[i * count + k]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}

/** Solves Lᵀ·y = b in place. */
export function backward(factor: number[], b: number[], count: number): void {
  for (let i = count - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < count; k += 1) sum -= factor[k * count + i]! * b[k]!;
    b[i] = sum / factor[i * count + i]!;
  }
}

/** A list of zeros: beside a typed array of so few numbers it costs hardly anything to make. */
export function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
