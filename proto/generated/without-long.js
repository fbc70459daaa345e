// Makes 64-bit integers plain numbers. Values of 2^53 and more lose their last digits: receivers must refuse them.
import protobuf from "protobufjs/minimal.js";

protobuf.util.Long = null;
protobuf.configure();
