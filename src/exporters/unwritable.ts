import { UserError } from '../errors.ts';

/** The settings cannot be written in this form. The message names the key and never holds the value. */
export class Unwritable extends UserError {
  constructor(message: string, hint?: string) {
    super(message, hint);
    this.name = 'Unwritable';
  }
}
