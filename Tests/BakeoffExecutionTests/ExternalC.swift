/// A whole plugin in C: nearest centroid over rows of bytes, so that its scores are integers and exact.
let cPlugin = #"""
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>

  static char *request;

  /* What follows "key": in the request. */
  static char *value(const char *key) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    char *found = strstr(request, quoted);
    if (!found) {
      printf("{\"event\":\"failed\",\"message\":\"the request has no %s\"}\n", key);
      exit(0);
    }
    return found + strlen(quoted);
  }

  static long number(const char *key) { return strtol(value(key), NULL, 10); }

  /* A text; slashes may come with a backslash before them. */
  static char *text(const char *key) {
    char *from = value(key) + 1, *result = malloc(strlen(from) + 1), *to = result;
    for (; *from != '"'; from++)
      if (*from != '\\') *to++ = *from;
    *to = 0;
    return result;
  }

  static long *list(const char *key, long *count) {
    char *from = value(key) + 1;
    long *result = malloc(sizeof(long) * (strlen(from) + 1));
    for (*count = 0; *from != ']';) {
      result[(*count)++] = strtol(from, &from, 10);
      if (*from == ',') from++;
    }
    return result;
  }

  int main(void) {
    size_t length = 0, room = 1 << 20, got;
    request = malloc(room + 1);
    while ((got = fread(request + length, 1, room - length, stdin)) > 0)
      if ((length += got) == room) request = realloc(request, (room *= 2) + 1);
    request[length] = 0;

    long classes = number("class_count"), width = number("height") * number("width") * number("channels");
    long training, labelled, test;
    long *rows = list("training_rows", &training), *labels = list("training_labels", &labelled);
    long *asked = list("test_rows", &test);
    FILE *file = fopen(text("path"), "rb");
    unsigned char head[10];
    if (!file || fread(head, 1, 10, file) != 10) return 2;
    long start = 10 + head[8] + 256 * head[9];
    unsigned char *row = malloc(width);

    double *means = calloc(classes * width, sizeof(double)), *counts = calloc(classes, sizeof(double));
    for (long i = 0; i < training; i++) {
      fseek(file, start + rows[i] * width, SEEK_SET);
      if (fread(row, 1, width, file) != (size_t)width) return 2;
      for (long j = 0; j < width; j++) means[labels[i] * width + j] += row[j];
      counts[labels[i]]++;
    }

    FILE *scores = fopen(text("predictions"), "wb");
    char header[119];
    int used = snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%ld, %ld), }", test,
                        classes);
    memset(header + used, ' ', 117 - used);
    header[117] = '\n';
    fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, scores);
    fwrite(header, 1, 118, scores);
    for (long i = 0; i < test; i++) {
      fseek(file, start + asked[i] * width, SEEK_SET);
      if (fread(row, 1, width, file) != (size_t)width) return 2;
      for (long c = 0; c < classes; c++) {
        double distance = 0;
        for (long j = 0; j < width; j++) {
          double difference = row[j] - (counts[c] ? means[c * width + j] / counts[c] : 0);
          distance += difference * difference;
        }
        float score = counts[c] ? -distance : -1e30f;
        fwrite(&score, sizeof score, 1, scores);
      }
    }
    if (fclose(scores)) return 2;
    puts("{\"event\":\"done\",\"kind\":\"margins\",\"fit_seconds\":0,\"predict_seconds\":0}");
    return 0;
  }

  """#
