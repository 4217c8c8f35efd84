extension IDXDatasetSource {
  /// One of the four files.
  public struct File: Hashable, Sendable {
    /// Its name without `.gz`.
    package let name: String
    let checksum: IDXReader.Checksum

    /// A file known by the SHA-256 of its decompressed bytes, in lower-case hexadecimal: any gzip of it will do.
    public init(_ name: String, contentSHA256: String) {
      self.name = name
      checksum = .content(contentSHA256)
    }

    /// A file known by the SHA-256 of its published gzip file, in lower-case hexadecimal: only that will do.
    public init(_ name: String, gzipSHA256: String) {
      self.name = name
      checksum = .gzip(gzipSHA256)
    }
  }

  /// The four files.
  public struct Files: Hashable, Sendable {
    let trainingImages: File
    let trainingLabels: File
    let testImages: File
    let testLabels: File

    /// Names the four.
    public init(trainingImages: File, trainingLabels: File, testImages: File, testLabels: File) {
      self.trainingImages = trainingImages
      self.trainingLabels = trainingLabels
      self.testImages = testImages
      self.testLabels = testLabels
    }

    /// The four under the names MNIST gave them, by SHA-256 of their content, in the order of the other initialiser.
    init(contentSHA256 digests: [String]) {
      self.init(digests) { File($0, contentSHA256: $1) }
    }

    /// The four under the names MNIST gave them, by SHA-256 of the gzip files, in the order of the other initialiser.
    init(gzipSHA256 digests: [String]) {
      self.init(digests) { File($0, gzipSHA256: $1) }
    }

    private init(_ digests: [String], _ file: (String, String) -> File) {
      self.init(
        trainingImages: file("train-images-idx3-ubyte", digests[0]),
        trainingLabels: file("train-labels-idx1-ubyte", digests[1]),
        testImages: file("t10k-images-idx3-ubyte", digests[2]),
        testLabels: file("t10k-labels-idx1-ubyte", digests[3]))
    }

    var all: [File] { [trainingImages, trainingLabels, testImages, testLabels] }
  }
}
