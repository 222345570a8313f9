import { setImmediate as allMicrotasks } from 'node:timers/promises';
import type { Cancel } from '#runtime';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Time that passes only by doing what is due next: the one queue of everything that waits in a simulation. */
export class Scheduler {
  now = 0;
  private readonly heap: Task[] = [];
  private orders = 0;

  after(milliseconds: number, run: () => void): Cancel {
    this.orders += 1;
    const task: Task = { at: this.now + Math.max(0, milliseconds), order: this.orders, run, cancelled: false };
    this.push(task);
    return () => {
      task.cancelled = true;
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  /** Does what is next, and all that follows on it at once; false when nothing waits. */
  async step(): Promise<boolean> {
    for (let task = this.pop(); task !== undefined; task = this.pop()) {
      if (task.cancelled) continue;
      this.now = task.at;
      task.run();
      await allMicrotasks();
      return true;
    }
    return false;
  }

  private push(task: Task): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up] as Task;
      if (before(parent, task)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = task;
  }

  private pop(): Task | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right && before(right, heap[child] as Task)) child += 1;
      const smallest = heap[child] as Task;
      if (before(last, smallest)) break;
      heap[at] = smallest;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const before = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);
