/**
 * Stands for `Intl.Segmenter` in the bundle. Ink's packages make four of them when they are loaded, for text that the
 * dashboard hardly ever shows; the tables behind the first one are 3 MB.
 */
export class LazySegmenter {
  readonly #options: ConstructorParameters<typeof Intl.Segmenter>;
  #segmenter: Intl.Segmenter | null = null;

  constructor(...options: ConstructorParameters<typeof Intl.Segmenter>) {
    this.#options = options;
  }

  segment(text: string): Intl.Segments {
    this.#segmenter ??= new globalThis.Intl.Segmenter(...this.#options);
    return this.#segmenter.segment(text);
  }
}
