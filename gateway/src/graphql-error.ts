import type { Response } from 'express'

/** An error of the door itself, in the shape that clients of the graph read. */
export const graphqlError = (response: Response, status: number, code: string, message: string): void =>
  void response.status(status).json({ errors: [{ message, extensions: { code } }] })
