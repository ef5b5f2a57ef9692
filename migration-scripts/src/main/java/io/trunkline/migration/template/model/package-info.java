/**
 * What a tree means to CloudFormation, SAM and the Serverless Framework: its resources, what refers to what, and how
 * many resources a deploy makes of it. Changes nothing.
 */
@NullMarked
package io.trunkline.migration.template.model;

import org.jspecify.annotations.NullMarked;
