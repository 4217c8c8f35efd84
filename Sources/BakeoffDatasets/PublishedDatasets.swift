import BakeoffCore

extension IDXDatasetSource {
  /// MNIST: handwritten digits by LeCun, Cortes and Burges.
  public static let mnist = mnist(fetcher: HTTPFetcher())

  /// MNIST, brought by another fetcher than the usual one.
  package static func mnist(fetcher: any FileFetcher) -> IDXDatasetSource {
    IDXDatasetSource(
      card: DatasetCard(
        id: "mnist", title: "MNIST",
        summary: "handwritten digits, 60,000 to train on and 10,000 held out, 28x28 grey, 10 classes",
        licence: "CC BY-SA 3.0"),
      classNames: (0...9).map(String.init),
      files: Files(
        trainingImages: File(
          "train-images-idx3-ubyte",
          contentSHA256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        trainingLabels: File(
          "train-labels-idx1-ubyte",
          contentSHA256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        testImages: File(
          "t10k-images-idx3-ubyte", contentSHA256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        testLabels: File(
          "t10k-labels-idx1-ubyte", contentSHA256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
      mirrors: [
        "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/",
      ],
      fetcher: fetcher)
  }
}
