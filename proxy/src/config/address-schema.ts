import { z } from 'zod';

/** 0 is any that is free. */
export const port = z.int().min(0).max(65_535);
/** A name or an address, IPv6 without brackets. */
export const host = z.string().min(1).max(253);
