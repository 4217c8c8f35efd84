import BakeoffCore

extension IDXDatasetSource {
  /// MNIST: handwritten digits, by LeCun, Cortes and Burges.
  public static let mnist = IDXDatasetSource(
    card: DatasetCard(
      id: "mnist", title: "MNIST",
      summary: "handwritten digits, 60,000 to train on and 10,000 held out, 28x28 grey, 10 classes",
      licence: "CC BY-SA 3.0"),
    classNames: (0...9).map(String.init),
    files: Files(contentSHA256: [
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ]),
    mirrors: [
      "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ])

  /// Fashion-MNIST: articles of clothing, by Xiao, Rasul and Vollgraf.
  public static let fashionMNIST = IDXDatasetSource(
    card: DatasetCard(
      id: "fashion-mnist", title: "Fashion-MNIST",
      summary: "articles of clothing, 60,000 to train on and 10,000 held out, 28x28 grey, 10 classes",
      licence: "MIT"),
    classNames: [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ],
    files: Files(gzipSHA256: [
      "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ]),
    mirrors: ["https://fashion-mnist.s3.eu-central-1.amazonaws.com/"])

  /// Kuzushiji-MNIST: cursive Japanese characters, by Clanuwat and others at CODH.
  public static let kuzushijiMNIST = IDXDatasetSource(
    card: DatasetCard(
      id: "kmnist", title: "Kuzushiji-MNIST",
      summary: "cursive Japanese characters, 60,000 to train on and 10,000 held out, 28x28 grey, 10 classes",
      licence: "CC BY-SA 4.0"),
    classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
    files: Files(gzipSHA256: [
      "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
      "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
      "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
      "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    ]),
    mirrors: ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/"])
}
