/** Solves linear equations in place by elimination with pivots: the right side becomes the unknowns. Rows lie one after the other. */
export function solveInPlace(matrix: Float64Array, right: Float64Array): void {
  const size = right.length;
  for (let column = 0; column < size; column++) {
    movePivot(matrix, right, column);
    for (let row = column + 1; row < size; row++) {
      const factor = matrix[row * size + column]! / matrix[column * size + column]!;
      for (let at = column; at < size; at++) matrix[row * size + at]! -= factor * matrix[column * size + at]!;
      right[row]! -= factor * right[column]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) right[row]! -= matrix[row * size + at]! * right[at]!;
    right[row]! /= matrix[row * size + row]!;
  }
}

/** The row with the largest value of a column, of those still to come, takes the place of the first of them. */
function movePivot(matrix: Float64Array, right: Float64Array, column: number): void {
  const size = right.length;
  let pivot = column;
  for (let row = column + 1; row < size; row++) {
    if (Math.abs(matrix[row * size + column]!) > Math.abs(matrix[pivot * size + column]!)) pivot = row;
  }
  if (pivot === column) return;
  for (let at = column; at < size; at++) {
    const kept = matrix[column * size + at]!;
    matrix[column * size + at] = matrix[pivot * size + at]!;
    matrix[pivot * size + at] = kept;
  }
  const kept = right[column]!;
  right[column] = right[pivot]!;
  right[pivot] = kept;
}
