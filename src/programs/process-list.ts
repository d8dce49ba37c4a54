/** Every process below `root` in lines of `pid ppid`. */
export function childrenIn(list: string, root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const line of list.split('\n')) {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    if (pid === undefined || parent === undefined) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [pid]);
    else known.push(pid);
  }
  const found: number[] = [];
  for (let at = -1, pid = root; at < found.length; at += 1, pid = found[at] ?? -1)
    for (const child of children.get(pid) ?? [])
      if (child !== root && !found.includes(child)) found.push(child);
  return found;
}
