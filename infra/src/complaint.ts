/**
 * What stops a start and can be mended by the person at the terminal. The message is one line of plain Russian
 * that says what is wrong and what to do; it is printed as it is, without a stack.
 */
export class Complaint extends Error {
  override readonly name = 'Complaint'
}
