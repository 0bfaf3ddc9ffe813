/**
 * Machines held to the declaration that actors are interchangeable.
 *
 * At first everything is compared: each step that a table holds with its image under each exchange, and the images, which are
 * then in the tables, with theirs, until nothing new comes up. As every renaming is made of exchanges, the machines then
 * tell nobody apart in anything that the search relies on: the declaration is proved. The price is that XState is asked all
 * that a search of every state would ask it, which can be too much: a line of eight that wait has 8! orders. After
 * `askedMax` steps asked for as images, therefore, only the steps that the search itself looks up are compared, each with its image
 * under each exchange of any two actors of a group; and the search says that the declaration is not proved.
 */
import { tableAt, type ActorTable } from './actor-table.ts';
import { unchanged, type Asymmetry } from './asymmetry.ts';
import type { ComponentImages } from './component-images.ts';
import { LooseSteps } from './loose-steps.ts';
import { likeness, resultText } from './step-result.ts';
import type { Trial } from './trial-renamings.ts';

/** About a second of XState's time. */
export const askedMax = 20_000;

/** The steps that the search has looked up, in order: by number, the actor and the step of its table. */
export interface StepsMet {
  readonly actors: readonly ActorTable[];
  readonly places: readonly number[];
  readonly numbers: readonly number[];
}

export class DeclarationCheck {
  /** Whether all has been compared, so far. */
  isProved = true;
  /** Steps that send to several actors in an order that is not permuted with their names. */
  readonly loose: LooseSteps;
  readonly #met: StepsMet;
  readonly #images: ComponentImages;
  readonly #asymmetry: Asymmetry;
  /** The exchanges of any two. */
  readonly #pairs: readonly Trial[];
  readonly #askedMax: number;
  /** By place: the steps before this one are compared. Used as long as all are. */
  readonly #compared: Int32Array;
  /** Of the steps met, those before this one are compared. Used from then on. */
  #comparedMet = 0;

  constructor(met: StepsMet, images: ComponentImages, asymmetry: Asymmetry, pairs: readonly Trial[], limit: number) {
    this.#met = met;
    this.#images = images;
    this.#asymmetry = asymmetry;
    this.#pairs = pairs;
    this.#askedMax = limit;
    this.#compared = new Int32Array(met.actors.length);
    this.loose = new LooseSteps(met.actors.length);
  }

  /** Compares the start with its images. @throws {ModelError} `asymmetric-machine`. */
  compareStart(): void {
    this.#met.actors.forEach((_, place) => this.#images.exchanges.forEach((_exchange, exchange) => this.#images.image(exchange, place, 0)));
  }

  /**
   * Compares what has come up since the last time.
   *
   * @throws {ModelError} `asymmetric-machine`.
   * @throws {LimitReached} when XState may not be asked more; it goes on from there the next time.
   */
  settle(): void {
    if (this.isProved) this.#compareAll();
    if (!this.isProved) this.#compareMet();
  }

  #compareAll(): void {
    const { actors } = this.#met;
    while (this.#isBehind()) {
      for (let place = 0; place < actors.length; place += 1) {
        const { steps } = tableAt(actors, place);
        for (let step = this.#compared[place] ?? 0; step < steps.length; step += 1) {
          if (this.#asymmetry.asked > this.#askedMax) {
            this.isProved = false;
            return;
          }
          for (let exchange = 0; exchange < this.#images.exchanges.length; exchange += 1) this.#compare(exchange, place, step);
          this.#compared[place] = step + 1;
        }
      }
    }
  }

  #compare(exchange: number, place: number, number: number): void {
    const { image, like } = this.#images.compare(exchange, place, number);
    this.#note(place, number, { place: this.#images.placeUnder(exchange, place), step: image }, like === 'order');
  }

  #compareMet(): void {
    const { places, numbers } = this.#met;
    for (; this.#comparedMet < places.length; this.#comparedMet += 1) for (const pair of this.#pairs) this.#comparePair(pair, places[this.#comparedMet] ?? 0, numbers[this.#comparedMet] ?? 0);
  }

  #comparePair({ names, way }: Trial, place: number, number: number): void {
    const step = tableAt(this.#met.actors, place).step(number);
    const from = this.#images.imageAlong(way, place, step.component);
    const target = tableAt(this.#met.actors, from.place);
    const heard = this.#images.eventAlong(way, place, step.event);
    const found = this.#asymmetry.asking(place, number, names, from.place, () => target.stepNumber(from.component, heard));
    const image = target.step(found);
    const like = likeness(step, image, names);
    if (like === 'other' || this.#images.imageAlong(way, place, step.next).component !== image.next) throw this.#asymmetry.fault(place, number, names, from.place, resultText(target, image, unchanged));
    this.#note(place, number, { place: from.place, step: found }, like === 'order');
  }

  /** Only the order of several messages can be loose. */
  #note(place: number, step: number, image: { readonly place: number; readonly step: number }, isLoose: boolean): void {
    if (tableAt(this.#met.actors, place).step(step).sends.length < 2) return;
    this.loose.join({ place, step }, image);
    if (isLoose) this.loose.loosen({ place, step });
  }

  #isBehind(): boolean {
    const { actors } = this.#met;
    for (let place = 0; place < actors.length; place += 1) if (actors[place]?.steps.length !== this.#compared[place]) return true;
    return false;
  }
}
