/** The worked examples of formats 3.7, as they stand. */
export const examples = {
  classification:
    '{"source":"s3://acme/zoo/in/0001.jpg","usage":"TRAIN","hard":"true","hard-coefficient":0.8,"id":"5f0c1e7a9b3d4c2e8f6a1b2c3d4e5f60","sample-type":0,"annotation":[{"type":"modelarts/image_classification","name":"heron","property":{"age":"adult"},"hard":"true","hard-coefficient":0.8,"annotated-by":"human/acme/lea","creation-time":"2026-03-02 09:15:00"},{"type":"modelarts/image_classification","name":"bird","annotated-by":"modelarts/active-learning","confidence":0.91,"creation-time":"2026-03-02 09:15:00"}]}',
  unlabelled: '{"source":"s3://acme/zoo/in/0002.jpg"}',
  detection:
    '{"source":"s3://acme/road/in/17.jpg","usage":"EVAL","sample-type":0,"annotation":[{"type":"modelarts/object_detection","annotation-loc":"s3://acme/road/out/road-Qa1/annotation/V001/annotation/17.xml","annotation-format":"PASCAL VOC","annotated-by":"human","creation-time":"2026-03-02 09:20:11"}]}',
  segmentation:
    '{"source":"s3://acme/leaf/in/3.png","usage":"TRAIN","sample-type":0,"annotation":[{"type":"modelarts/image_segmentation","annotation-loc":"s3://acme/leaf/out/leaf-Qb2/annotation/V001/annotation/3.xml","annotation-format":"PASCAL VOC","annotated-by":"human","creation-time":"2026-03-02 09:21:40"}]}',
  textClassification:
    '{"source":"content://The screen is bright but the battery is weak","id":"9a1f0c7733de4b5f8c01aa55bb66cc77.000000001","usage":"TRAIN","sample-type":1,"annotation":[{"type":"modelarts/text_classification","name":"mixed","annotated-by":"human","creation-time":"2026-03-02 09:30:00"}]}',
  entities:
    '{"source":"content://Ada Lovelace wrote notes on the Analytical Engine in 1843.","usage":"TRAIN","sample-type":1,"annotation":[{"type":"modelarts/text_entity","name":"Person","property":{"@modelarts:start_index":0,"@modelarts:end_index":12},"annotated-by":"human","creation-time":"2026-03-02 09:31:00"},{"type":"modelarts/text_entity","name":"Year","property":{"@modelarts:start_index":53,"@modelarts:end_index":57},"annotated-by":"human","creation-time":"2026-03-02 09:31:00"}]}',
  emoji:
    '{"source":"content://😀 深圳 今天很热","sample-type":1,"annotation":[{"type":"modelarts/text_entity","name":"City","property":{"@modelarts:start_index":2,"@modelarts:end_index":4,"@muster:text":"深圳"},"annotated-by":"human","creation-time":"2026-03-02 09:32:00"}]}',
  triplets:
    '{"source":"content://Ada Lovelace wrote notes on the Analytical Engine in 1843.","sample-type":1,"annotation":[{"type":"modelarts/text_entity","name":"Person","id":"E1","property":{"@modelarts:start_index":0,"@modelarts:end_index":12}},{"type":"modelarts/text_entity","name":"Machine","id":"E2","property":{"@modelarts:start_index":32,"@modelarts:end_index":49}},{"type":"modelarts/text_triplet","name":"wrote-about","id":"R1","property":{"@modelarts:from":"E1","@modelarts:to":"E2"}}]}',
  sound:
    '{"source":"s3://acme/sounds/in/7.wav","sample-type":2,"annotation":[{"type":"modelarts/audio_classification","name":"doorbell","annotated-by":"human","creation-time":"2026-03-02 10:00:00"}]}',
  content:
    '{"source":"s3://acme/calls/in/1.wav","sample-type":2,"annotation":[{"type":"modelarts/audio_content","property":{"@modelarts:content":"Please hold the line."},"annotated-by":"human","creation-time":"2026-03-02 10:01:00"}]}',
  paragraphs:
    '{"source":"s3://acme/calls/in/2.wav","usage":"TRAIN","sample-type":2,"annotation":[{"type":"modelarts/audio_segmentation","name":"speech","property":{"@modelarts:start_time":"00:00:01.250","@modelarts:end_time":"00:00:03.900","@modelarts:source":"agent","@modelarts:content":"Good morning."},"annotated-by":"human","creation-time":"2026-03-02 10:02:00"},{"type":"modelarts/audio_segmentation","name":"speech","property":{"@modelarts:start_time":"00:00:04.100","@modelarts:end_time":"00:00:05.020","@modelarts:source":"caller","@modelarts:content":"Hello."},"annotated-by":"human","creation-time":"2026-03-02 10:02:00"}]}',
  frame:
    '{"source":"s3://acme/cam/in/images/gate/gate.2.480.jpg","usage":"TRAIN","sample-type":0,"property":{"@modelarts:parent_source":"s3://acme/cam/in/gate.mp4","@modelarts:parent_duration":12.04,"@modelarts:time_in_video":2.48},"annotation":[{"type":"modelarts/object_detection","annotation-loc":"s3://acme/cam/out/cam-Qc3/annotation/V001/annotations/images/gate/gate.2.480.xml","annotation-format":"PASCAL VOC","annotated-by":"human","creation-time":"2026-03-02 10:10:00"}]}',
  table:
    '{"source":"s3://acme/iris/out/iris-Qd4/annotation/V001/data/part-00000.csv","source-type":"CSV","usage":"TRAIN","property":{"@modelarts:schema":{"sepal_length":"double","species":"string"}}}',
} as const
