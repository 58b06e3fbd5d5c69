package dev.rookery.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in plain words how a request breaks the contract: which field, and what it must be. */
final class ContractBreach {
    /** The validator names the parameter in its message only. */
    private static final Pattern PARAMETER = Pattern.compile("(?:path|query|header|cookie) parameter ([A-Za-z0-9_-]+)");

    private ContractBreach() {}

    /** @param body what was sent, null without a body */
    static RuntimeException explain(ValidatorException failure, Operation operation, @Nullable Buffer body) {
        Optional<Parameter> parameter = parameterOf(failure, operation);
        if (parameter.isPresent()) {
            return new InvalidRequestException(List.of(ofParameter(failure, parameter.get())));
        }
        if (failure instanceof SchemaValidationException breach) {
            return ofBody(breach, operation);
        }
        return new InvalidRequestException(List.of(new Violation("", unreadable(body))));
    }

    private static Optional<Parameter> parameterOf(ValidatorException failure, Operation operation) {
        Matcher message = PARAMETER.matcher(String.valueOf(failure.getMessage()));
        return message.find()
                ? operation.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals(message.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    private static Violation ofParameter(ValidatorException failure, Parameter parameter) {
        String name = parameter.getName();
        if (failure instanceof SchemaValidationException breach) {
            JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
            return new SchemaWords(schema)
                    .violations(breach.getOutputUnit(), name).stream()
                            .findFirst()
                            .orElse(new Violation(name, "'" + name + "' has a wrong value"));
        }
        return switch (failure.type()) {
            case MISSING_REQUIRED_PARAMETER -> new Violation(name, "'" + name + "' is missing");
            default -> new Violation(name, "'" + name + "' has a wrong value");
        };
    }

    private static RuntimeException ofBody(SchemaValidationException breach, Operation operation) {
        JsonObject schema = operation
                .getRequestBody()
                .getOpenAPIModel()
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        List<Violation> violations = new SchemaWords(schema).violations(breach.getOutputUnit(), "");
        if (violations.stream().anyMatch(ContractBreach::isLongText)) {
            return new RookeryException(
                    ErrorCode.TEXT_TOO_LONG,
                    "text has more than " + MessageText.MAX_CHARACTERS + " characters, the limit; split it");
        }
        return new InvalidRequestException(
                violations.isEmpty() ? List.of(new Violation("", ErrorCode.INVALID_REQUEST.title())) : violations);
    }

    private static boolean isLongText(Violation violation) {
        return violation.field().equals("text") && violation.message().contains(SchemaWords.AT_MOST);
    }

    private static String unreadable(@Nullable Buffer body) {
        if (body == null || body.length() == 0) {
            return "A JSON body is needed";
        }
        try (JsonParser parser = new JsonFactory().createParser(body.getBytes())) {
            JsonToken token;
            do {
                token = parser.nextToken();
            } while (token != null);
            return "The body is not one JSON value";
        } catch (JsonProcessingException e) {
            return e.getLocation() == null
                    ? "The body is not valid JSON"
                    : "The body is not valid JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
        } catch (IOException e) {
            return "The body is not valid JSON";
        }
    }
}
