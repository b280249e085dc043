import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.source.SourceRecord;

/** Debezium embedded with its outbox router: from the outbox to Kafka, a batch confirmed when Kafka has all of it. Settings come as key=value. */
public class OutboxRelay {
  public static void main(String[] args) throws Exception {
    Properties engineSettings = new Properties();
    Properties producerSettings = new Properties();
    for (String arg : args) {
      String name = arg.substring(0, arg.indexOf('='));
      String value = arg.substring(arg.indexOf('=') + 1);
      if (name.startsWith("producer.")) producerSettings.put(name.substring("producer.".length()), value);
      else engineSettings.put(name, value);
    }
    KafkaProducer<String, String> producer = new KafkaProducer<>(producerSettings, new StringSerializer(), new StringSerializer());
    DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = DebeziumEngine.create(Connect.class)
        .using(engineSettings)
        .notifying((events, committer) -> {
          List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
          for (ChangeEvent<SourceRecord, SourceRecord> event : events) sent.add(producer.send(recordOf(event.value())));
          producer.flush();
          for (Future<RecordMetadata> each : sent) {
            try {
              each.get();
            } catch (Exception failure) {
              throw new RuntimeException(failure);
            }
          }
          for (ChangeEvent<SourceRecord, SourceRecord> event : events) committer.markProcessed(event);
          committer.markBatchFinished();
        })
        .build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        engine.close();
      } catch (Exception failure) {
        System.err.println(failure);
      }
    }));
    engine.run();
    System.exit(1);
  }

  private static ProducerRecord<String, String> recordOf(SourceRecord said) {
    ProducerRecord<String, String> record = new ProducerRecord<>(said.topic(), null, String.valueOf(said.key()), String.valueOf(said.value()));
    said.headers().forEach(header -> record.headers().add(header.key(), String.valueOf(header.value()).getBytes()));
    return record;
  }
}
